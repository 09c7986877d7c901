/** TypeDoc makes the anchor of a heading from its text alone. GitHub takes its code too, and links follow GitHub. */
export const codeInHeadings = (parser) => {
  parser.core.ruler.push('code-in-headings', ({ tokens, Token }) => {
    for (const [index, { type }] of tokens.entries()) {
      if (type !== 'heading_open') continue;
      for (const token of tokens[index + 1].children) {
        if (token.type !== 'code_inline') continue;
        const text = new Token('text', '', 0);
        text.content = token.content;
        token.children = [text];
      }
    }
  });
};

/** Mermaid draws a block in the browser. Where it cannot, the text stays. */
export const mermaidBlocks = (parser) => {
  const fence = parser.renderer.rules.fence;
  parser.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'mermaid'
      ? `<pre class="mermaid">${parser.utils.escapeHtml(tokens[index].content)}</pre>`
      : fence(tokens, index, ...rest);
};
