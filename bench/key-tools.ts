import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Browser, Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { longestTask } from '../e2e/longest-task.ts';
import { TenantServer } from '../src/testing/server.ts';
import type { bench as pageBench } from './key-tools-page.ts';
import { median, row } from './report.ts';

declare global {
  var bench: typeof pageBench;
}

const PAIRS = 30;
const CERTIFICATES = 10_000;

/**
 * Opens an empty page with the functions of the bench. It is served from localhost, because WebCrypto requires a secure
 * origin.
 */
export async function withPage(browser: Browser, run: (page: Page) => Promise<void>): Promise<void> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: join(import.meta.dirname, 'key-tools-page.ts'), formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  const files = new Map(
    built[0]?.output.map((file) => [`/${file.fileName}`, 'code' in file ? file.code : file.source]),
  );
  const entry = built[0]?.output[0].fileName;
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.setHeader('Content-Type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? `<!doctype html><script type="module" src="/${entry}"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'bench' in globalThis);
  try {
    await run(page);
  } finally {
    await page.close();
    server.close();
  }
}

/** Milliseconds for the two documented commands. */
function opensslPair(bits: number, folder: string): number {
  const start = performance.now();
  const subject = '/CN=Genesys Recording/C=US/ST=California/O=Genesys';
  for (const args of [
    ['genrsa', '-out', 'tenant.key', String(bits)],
    ['req', '-new', '-x509', '-key', 'tenant.key', '-out', 'tenant.pem', '-days', '3650', '-subj', subject],
  ]) {
    if (spawnSync('openssl', args, { cwd: folder }).status !== 0) return Number.NaN;
  }
  return performance.now() - start;
}

/**
 * A whole pair, compared with WebCrypto's bare key and with OpenSSL. The runs alternate, so that both meet the same
 * load.
 */
export async function generatePairs(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  await withPage(browser, async (page) => {
    for (const bits of [2048, 3072, 4096] as const) {
      const make = () => page.evaluate((bits) => globalThis.bench.makePair(bits), bits);
      await make();
      const key: number[] = [];
      const rest: number[] = [];
      const whole: number[] = [];
      const openssl: number[] = [];
      for (let i = 0; i < PAIRS; i++) {
        const pair = await make();
        key.push(pair.key);
        rest.push(pair.rest);
        whole.push(pair.key + pair.rest);
        openssl.push(opensslPair(bits, folder));
      }
      const share = (100 * median(rest)) / median(key);
      row(
        `${bits} bits: certificate, PEM, proof`,
        `${median(rest).toFixed(1)} ms`,
        `${share.toFixed(1)} % of a bare key's ${median(key).toFixed(1)} ms, at most 10 %`,
      );
      const ratio = median(whole) / median(openssl);
      row(
        `${bits} bits: the whole pair`,
        `${median(whole).toFixed(0)} ms`,
        `${ratio.toFixed(2)} × OpenSSL's ${median(openssl).toFixed(0)} ms, at most 0.6 ×`,
      );
    }
  });
  rmSync(folder, { recursive: true });
}

/**
 * Reads ten thousand root certificates with all fields and both fingerprints, compared with bare
 * `pkijs.Certificate.fromBER`.
 */
export async function inspectCertificates(browser: Browser): Promise<void> {
  const times = Math.ceil(CERTIFICATES / rootCertificates.length);
  const count = times * rootCertificates.length;
  await withPage(browser, async (page) => {
    const run = (which: keyof Pick<typeof pageBench, 'inspectAll' | 'pkijsAll'>, times: number) =>
      page.evaluate(([which, pems, times]) => globalThis.bench[which](pems, times), [
        which,
        rootCertificates,
        times,
      ] as const);
    await run('inspectAll', 1);
    await run('pkijsAll', 1);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let i = 0; i < 3; i++) {
      ours.push(await run('inspectAll', times));
      theirs.push(await run('pkijsAll', times));
    }
    row(
      `${count.toLocaleString('en')} certificates inspected`,
      `${median(ours).toFixed(0)} ms`,
      `${(median(theirs) / median(ours)).toFixed(2)} × as fast as bare pkijs's ${median(theirs).toFixed(0)} ms, at least 0.8 ×`,
    );
  });
}

/** The longest task on the page's thread; a person notices more than 50 ms. */
export async function longestTasks(browser: Browser): Promise<void> {
  const server = await TenantServer.start();
  const page = await browser.newPage({ baseURL: server.url });
  await page.goto('/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await page.getByText('Loaded completely').waitFor();
  await page.getByLabel('Key size').click();
  await page.getByRole('option', { name: '4096 bits' }).click();
  const generating = await longestTask(browser, page, async () => {
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('heading', { name: 'The same with OpenSSL' }).waitFor();
  });
  row('Longest task while 4096 bits are generated', `${generating.toFixed(0)} ms`, 'at most 50 ms');

  await page.getByRole('button', { name: /^Download private/ }).click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/key-tools/inspect');
  await page.getByText('Loaded completely').waitFor();
  // The files are made in the page beforehand, so that their transfer from the test is not measured.
  await page.evaluate((pems) => {
    const transfer = new DataTransfer();
    for (let i = 0; i < 1000; i++)
      transfer.items.add(new File([pems[i % pems.length] ?? ''], `file-${i}.pem`));
    Object.assign(globalThis, { manyFiles: transfer.files });
  }, rootCertificates);
  const inspecting = await longestTask(browser, page, async () => {
    await page.getByLabel('Files to inspect', { exact: true }).evaluate((element) => {
      const input = element as HTMLInputElement;
      input.files = (globalThis as unknown as { manyFiles: FileList }).manyFiles;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByText('1,000 things in 1,000 files.').waitFor();
  });
  row('Longest task while 1,000 files are inspected', `${inspecting.toFixed(0)} ms`, 'at most 50 ms');
  await page.close();
  await server.stop();
}
