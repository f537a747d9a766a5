/** node pkijs.ts [oaep]: a message for tenant.pem as pkijs writes it, in BER. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as pkijs from 'pkijs';

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto }));
const pem = readFileSync('tenant.pem', 'latin1').replaceAll(/-----.*|\s/g, '');
const certificate = pkijs.Certificate.fromBER(Buffer.from(pem, 'base64'));
const envelope = new pkijs.EnvelopedData();
// pkijs has only RSAES-OAEP. Without `oaep` the session key is wrapped with SHA-256, otherwise with its default.
const oaepHashAlgorithm = process.argv[2] === 'oaep' ? {} : { oaepHashAlgorithm: 'SHA-256' };
envelope.addRecipientByCertificate(certificate, oaepHashAlgorithm);
const aes: AesKeyAlgorithm = { name: 'AES-CBC', length: 256 };
await envelope.encrypt(aes, new Uint8Array(readFileSync('recording.wav')).buffer);
const message = new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.3', content: envelope.toSchema() });
writeFileSync(process.env['OUT']!, Buffer.from(message.toSchema().toBER()));
