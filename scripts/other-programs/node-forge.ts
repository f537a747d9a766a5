/** node node-forge.ts: an envelope with its content for tenant.pem, as node-forge writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import forge from 'node-forge';

const message = forge.pkcs7.createEnvelopedData();
message.addRecipient(forge.pki.certificateFromPem(readFileSync('tenant.pem', 'utf8')));
message.content = forge.util.createBuffer(readFileSync('recording.wav', 'binary'));
message.encrypt();
writeFileSync(process.env['OUT']!, forge.asn1.toDer(message.toAsn1()).getBytes(), 'binary');
