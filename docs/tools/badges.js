// The badges of the README, made of what package.json says. `npm run docs:badges` writes them; a test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');

/** The badges by file name. */
export const badges = () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { import: esm, require: commonJs } = manifest.exports['.'];
  const dependencies = Object.keys(manifest.dependencies ?? {}).length;
  const facts = {
    licence: ['licence', manifest.license],
    nestjs: ['NestJS', majorsOf(manifest.peerDependencies['@nestjs/common']).join(' · ')],
    node: ['Node.js', manifest.engines.node.replaceAll(/[\^]/g, '').replaceAll(' || ', ' · ')],
    modules: ['modules', [esm && 'ESM', commonJs && 'CommonJS'].filter(Boolean).join(' + ')],
    dependencies: ['dependencies', dependencies === 0 ? 'none' : String(dependencies)],
  };
  return new Map(Object.entries(facts).map(([name, [label, fact]]) => [`${name}.svg`, badge(label, fact)]));
};

const majorsOf = (range) => Array.from(range.matchAll(/\d+(?=\.\d+\.\d+)/g), ([major]) => major);

const badge = (label, fact) => {
  const [left, right] = [widthOf(label), widthOf(fact)];
  const text = (value, x) => `<text x="${x}" y="14" text-anchor="middle">${escapeXml(value)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escapeXml(`${label}: ${fact}`)}">
  <clipPath id="corners"><rect width="${left + right}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#corners)">
    <rect width="${left}" height="20" fill="#444"/>
    <rect x="${left}" width="${right}" height="20" fill="#1a6fb5"/>
  </g>
  <g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
    ${text(label, left / 2)}
    ${text(fact, left + right / 2)}
  </g>
</svg>
`;
};

/** About as wide as the text is in the font of the badge, with a margin. */
const widthOf = (text) => Math.round(text.length * 6.8) + 14;

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, svg] of badges()) writeFileSync(join(ROOT, 'docs/badges', name), svg);
}
