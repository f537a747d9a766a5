// Interim: until pki/files.ts, pki/private-key.ts and pki/proof.ts are there.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { BodyOf } from '../contract/calls.ts';
import { subjectName, unmetRequirement } from '../domain/certificate.ts';
import type { Tenant } from '../domain/session.ts';
import { recorderAlias } from '../pki/alias.ts';
import { fingerprints, inspectCertificate } from '../pki/certificate.ts';
import { readPem } from '../pki/pem.ts';
import { Refused } from './problem.ts';

export async function inspectPair(upload: BodyOf<'POST /api/certificates'>, tenant: Tenant) {
  const block = readPem(upload.certificate)[0];
  if (!block) throw new Refused('not_pem', { file: 'The certificate' }, { field: 'certificate' });
  const read = inspectCertificate(block.bytes);
  if (!read.ok)
    throw new Refused(
      read.error.code,
      { file: 'The certificate', detail: read.error.detail },
      { field: 'certificate' },
    );
  const facts = read.value;
  const unmet = unmetRequirement(facts);
  if (unmet) throw new Refused(unmet, { file: 'The certificate' }, { field: 'certificate' });
  const key = createPrivateKey({ key: upload.privateKey, passphrase: upload.privateKeyPassword ?? '' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (!spki.equals(facts.publicKey.spki)) throw new Refused('key_mismatch', { file: 'The private key' });
  const { sha256 } = await fingerprints(facts.der);
  return {
    pkcs8: new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })),
    der: facts.der,
    issuerDer: facts.issuer.der,
    subjectName: subjectName(facts.subject),
    serialHex: facts.serialNumber.hex,
    serialDecimal: facts.serialNumber.decimal,
    subjectDn: facts.subject.rfc2253,
    issuerDn: facts.issuer.rfc2253,
    alias: recorderAlias(tenant.name, tenant.dbid, facts),
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    keyBits: facts.publicKey.bits ?? 0,
    signatureAlgorithm: facts.signatureAlgorithm,
    sha256,
    selfSigned: 'yes' as const,
  };
}
