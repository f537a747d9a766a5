import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPrivateKeyFile } from '../files/files.ts';
import { encodePem } from '../pem/pem.ts';
import { inspectPrivateKey } from './private-key.ts';

const file = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures', name)));

test('a PKCS#1 key becomes, byte for byte, what the documented openssl pkcs8 -topk8 -nocrypt writes', async () => {
  const block = readPrivateKeyFile(file('tenant.pkcs1.key'));
  const facts = block.ok && (await inspectPrivateKey(block.value));
  if (!facts || !facts.ok || !facts.value.pkcs8) throw new Error('Not read');
  expect(facts.value.format).toBe('PKCS#1');
  expect(encodePem('PRIVATE KEY', facts.value.pkcs8)).toBe(new TextDecoder().decode(file('private.pem')));
});
