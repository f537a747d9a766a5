import { childrenOf, contentsOf, encode, explicit, fieldsOf, parseDer, sequence } from '../pki/asn1/asn1.ts';

/** Makes `name.key` and `name.pem` with the commands of the documentation. */
export function documentedPair(openssl: (...args: string[]) => unknown, name: string, days = 3650): void {
  openssl('genrsa', '-out', `${name}.key`, '2048');
  const subject = '/CN=Genesys Recording/C=US/ST=California/O=Genesys';
  const made = ['-key', `${name}.key`, '-out', `${name}.pem`, '-days', String(days), '-subj', subject];
  openssl('req', '-new', '-x509', ...made);
}

/** Takes the ciphertext out of an EnvelopedData (RFC 5652, 6.1) and answers the two files that a recorder writes. */
export function detached(der: Uint8Array<ArrayBuffer>) {
  const [type, tagged] = fieldsOf(parseDer(der));
  const fields = fieldsOf(childrenOf(tagged!)[0]);
  const [contentType, cipher, content] = fieldsOf(fields.at(-1));
  const envelope = sequence(...fields.slice(0, -1), sequence(contentType!, cipher!));
  return { envelope: encode(sequence(type!, explicit(0, envelope))), ciphertext: contentsOf(content!) };
}
