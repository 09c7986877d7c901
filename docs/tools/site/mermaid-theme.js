const isDark = () =>
  document.documentElement.dataset.theme === 'dark' ||
  (document.documentElement.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

/** Draws the pictures when the page is there, in the colours of the theme, and again when the theme changes. */
const drawPictures = () => {
  const pictures = [...document.querySelectorAll('pre.mermaid')];
  if (pictures.length === 0) return;
  const texts = pictures.map(({ textContent }) => textContent);
  const script = document.createElement('script');
  script.src = `${document.documentElement.dataset.base ?? './'}assets/mermaid.js`;
  const draw = () => {
    for (const [index, picture] of pictures.entries()) {
      picture.textContent = texts[index];
      delete picture.dataset.processed;
    }
    mermaid.initialize({ startOnLoad: false, theme: isDark() ? 'dark' : 'default' });
    mermaid.run({ nodes: pictures });
  };
  script.addEventListener('load', () => {
    draw();
    new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-theme'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  });
  document.head.append(script);
};

drawPictures();
