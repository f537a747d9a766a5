import type { BodyOf } from '../../contract/calls.ts';
import { isKeyFormTaken, subjectName, unmetRequirement, unusualKey } from '../../domain/certificate.ts';
import type { ProblemField } from '../../domain/problems/entry.ts';
import type { Tenant } from '../../domain/session.ts';
import { recorderAlias } from '../../pki/certificate/alias.ts';
import { fingerprints, verifiesItself } from '../../pki/certificate/certificate.ts';
import { readCertificateFile, readPrivateKeyFile } from '../../pki/files/files.ts';
import { openPrivateKey } from '../../pki/key/private-key.ts';
import { provesKeyPair } from '../../pki/key/proof.ts';
import type { Result } from '../../pki/result.ts';
import { Refused } from '../http/problem.ts';
import { agreesOnCertificate, agreesOnPrivateKey } from '../operations/second-reader.ts';

/**
 * Reads an uploaded pair and refuses it for the first problem. The browser has checked the same, but the tenant does
 * not trust it. `pkcs8` is the unencrypted private key: it must only be passed to the seal.
 */
export async function inspectPair(upload: BodyOf<'POST /api/certificates'>, tenant: Tenant) {
  const facts = accepted(readCertificateFile(bytes(upload.certificate)), 'certificate');
  const unmet = unmetRequirement(facts);
  if (unmet) throw refused('certificate', unmet.code, unmet.detail);

  const { sha256 } = await fingerprints(facts.der);
  accepted(agreesOnCertificate(facts, sha256), 'certificate');

  const block = accepted(readPrivateKeyFile(bytes(upload.privateKey)), 'privateKey');
  const password = upload.privateKeyPassword ?? '';
  const key = accepted(await openPrivateKey(block, password), 'privateKey');
  const unusual = unusualKey(key);
  if (unusual) throw refused('privateKey', unusual.code, unusual.detail);
  if (!isKeyFormTaken(key.format, tenant.platform)) throw refused('privateKey', 'pkcs8_needed', key.format);
  accepted(await provesKeyPair(facts, key), 'privateKey');
  if (!key.pkcs8) throw refused('privateKey', 'not_rsa', key.algorithm);
  accepted(agreesOnPrivateKey(key, block, key.encryption === undefined ? undefined : password), 'privateKey');

  return {
    pkcs8: key.pkcs8,
    der: facts.der,
    issuerDer: facts.issuer.der,
    subjectName: subjectName(facts.subject),
    serialHex: facts.serialNumber.hex,
    serialDecimal: facts.serialNumber.decimal,
    subjectDn: facts.subject.readable,
    issuerDn: facts.issuer.readable,
    alias: recorderAlias(tenant.name, tenant.dbid, facts),
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    keyBits: facts.publicKey.bits ?? 0,
    signatureAlgorithm: facts.signatureAlgorithm,
    sha256,
    selfSigned: await verifiesItself(facts),
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** The tenant receives texts and does not know the names of the files. */
const names = { certificate: 'The certificate', privateKey: 'The private key' };

const refused = (field: ProblemField & keyof typeof names, code: Refused['code'], detail?: string) =>
  new Refused(code, { file: names[field], detail }, { field });

function accepted<T>(result: Result<T>, field: keyof typeof names): T {
  if (result.ok) return result.value;
  throw refused(field, result.error.code, result.error.detail);
}
