import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Application, Converter } from 'typedoc';
import { codeInHeadings, mermaidBlocks } from './markdown.js';
import { readContents } from './contents.js';

/**
 * Puts the pages of `docs` into the site that TypeDoc builds of the reference: in the order and in the groups of
 * `docs/README.md`, each under its own title, with its pictures drawn.
 */
export const load = (app) => {
  const contents = readContents();

  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    app.options.setValue('projectDocuments', [...contents.keys()]);
    app.options.setValue('markdownItLoader', (parser) => {
      codeInHeadings(parser);
      mermaidBlocks(parser);
    });
  });

  const next = contents.values();
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const { title, group } = next.next().value;
    document.name = title;
    document.frontmatter.group = group;
  });

  app.renderer.postRenderAsyncJobs.push(async ({ outputDirectory }) => {
    const mermaid = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');
    await copyFile(mermaid, join(outputDirectory, 'assets', 'mermaid.js'));
  });
};
