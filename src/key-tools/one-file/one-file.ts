import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** The name of the copy, in the build and when it is downloaded. */
const FILE_NAME = 'recording-key-tools.html';

/**
 * Writes the build's only script into `template.html`, with a policy that allows this script and nothing else. Beside
 * it, writes what the console shows of the file: `recording-key-tools.json` with its name, bytes and SHA-256.
 *
 * A library for single files (vite-plugin-singlefile) would put the script into the page, but does neither of the two
 * things that matter here: the policy, and workers that have no files of their own. A worker runs the same script, see
 * `worker-url.ts`.
 */
export function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith(WORKER_IMPORT) || !importer) return;
      return `\0${join(importer, '..', source)}`;
    },
    load(id) {
      // Vite would preload the files of an import; here there are no other files.
      if (id === PRELOAD_HELPER) return 'export const __vitePreload = (load) => load();';
      if (NOT_SHOWN.test(id))
        return `export default () => { throw new Error('It is left out of the copy.'); };`;
      if (MENU_SELECT.test(id))
        return `export { default } from ${JSON.stringify(join(import.meta.dirname, 'native-select.tsx'))};`;
      // The copy stores nothing in the browser, so it offers no settings of lists.
      if (id.endsWith('/src/ui/list/view-menu.tsx')) return 'export const ViewMenu = () => null;';
      // Calendars are left out of the copy, because an event links back to the console.
      if (id.endsWith('/src/domain/expiry-calendar.ts')) return 'export {};';
      if (!id.startsWith('\0') || !id.endsWith(WORKER_IMPORT)) return;
      const worker = relative(import.meta.dirname, id.slice(1, -WORKER_IMPORT.length));
      const path = worker.split(sep).join('/');
      return `import { workerUrl } from ${JSON.stringify(join(import.meta.dirname, 'worker-url.ts'))};
export default workerUrl(${JSON.stringify(path)});`;
    },
    // A class with such a block is kept even where nothing uses it; as a field it is the same.
    transform(code, id) {
      if (!/[\\/]node_modules[\\/](?:pkijs|asn1js)[\\/]/.test(id)) return;
      return code.replaceAll(/static \{\s*this\.(\w+) = ("\w+");\s*\}/g, 'static $1 = $2;');
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const [script, ...others] = Object.values(bundle);
        if (script?.type !== 'chunk' || others.length > 0 || script.imports.length > 0) {
          this.error(`The tools are more than one script: ${Object.keys(bundle).join(', ')}.`);
        }
        delete bundle[script.fileName];
        const html = page(script.code);
        this.emitFile({ type: 'asset', fileName: FILE_NAME, source: html });
        this.emitFile({ type: 'asset', fileName: FILE_NAME.replace('.html', '.json'), source: facts(html) });
      },
    },
  };
}

const MENU_SELECT = /[\\/]@mui[\\/]material[\\/]Select[\\/]Select\.mjs$/;

/** Of MUI's text fields, which import them all; no tool shows one. */
const NOT_SHOWN = /[\\/]@mui[\\/]material[\\/](?:FilledInput[\\/]FilledInput|Input[\\/]Input)\.mjs$/;

const PRELOAD_HELPER = '\0vite/preload-helper.js';
const WORKER_IMPORT = '?worker&url';

function page(code: string): string {
  // In a string, `</script` would end the script and `<!--` would hide what follows, so both are escaped.
  const script = code.replaceAll('</script', '<\\/script').replaceAll('<!--', '\\x3C!--');
  const template = readFileSync(join(import.meta.dirname, 'template.html'), 'utf8');
  const style = /<style>([\s\S]*?)<\/style>/.exec(template)?.[1] ?? '';
  // Functions, because in a replacement string `$&` and the like have a special meaning, and the script may contain
  // them.
  return template
    .replace('%POLICY%', () => policy(script, style))
    .replace('<script></script>', () => `<script>${script}</script>`);
}

/**
 * No connection, frame, form or file from anywhere. Allowed are only this script, this style, the empty style that
 * emotion fills through the CSSOM, workers made from this script, and the playing of decrypted media.
 */
const policy = (script: string, style: string): string =>
  [
    `default-src 'none'`,
    `connect-src 'none'`,
    `script-src '${sha256(script)}'`,
    `style-src '${sha256(style)}' '${sha256('')}'`,
    `worker-src blob:`,
    `media-src blob:`,
    `form-action 'none'`,
    `base-uri 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types console-worker`,
  ].join('; ');

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const facts = (html: string): string =>
  JSON.stringify({
    name: FILE_NAME,
    bytes: Buffer.byteLength(html),
    sha256: createHash('sha256').update(html).digest('hex'),
  });
