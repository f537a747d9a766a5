import type { AssignmentRequest } from '../../client/assignment-requests.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { colonPairs } from '../../ui/facts.tsx';

/**
 * What a Genesys Professional without an account needs: the certificate, its details, the wanted profiles. It is made
 * from the request alone, which has no private key.
 */
export function handOverFiles(request: AssignmentRequest, tenantName: string): Record<string, string> {
  const { certificate } = request;
  return {
    [`${fileNameOf(certificate.subjectName)}.pem`]: certificate.pem,
    'details.txt': `${detailsOf(request, tenantName)}\n`,
    'ivr-profiles.txt': `${request.ivrProfiles.map(({ name }) => name).join('\n')}\n`,
  };
}

/** The same as one file. The library is loaded when it is asked for. */
export async function handOverZip(
  request: AssignmentRequest,
  tenantName: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import('fflate');
  const files = Object.entries(handOverFiles(request, tenantName));
  // The time of the request: the package is the same whenever it is downloaded.
  return zipSync(Object.fromEntries(files.map(([name, text]) => [name, strToU8(text)])), {
    mtime: request.requestedAt,
  });
}

export const handOverName = ({ certificate }: AssignmentRequest): string =>
  `hand-over-${fileNameOf(certificate.subjectName)}.zip`;

/** Ready to be sent to the Genesys Professional by mail. */
export function mailText(request: AssignmentRequest, tenantName: string): string {
  return [
    `Subject: Please assign our recording certificate (tenant ${tenantName})`,
    '',
    'Hello,',
    '',
    `we have uploaded a recording certificate for tenant ${tenantName} and ask you to assign it to our IVR profiles:`,
    '',
    ...request.ivrProfiles.map(({ name }) => `  ${name}`),
    '',
    ...(request.note === '' ? [] : [request.note, '']),
    detailsOf(request, tenantName),
    '',
    'The self-signed certificate follows. You do not need our private key, and we do not send it.',
    '',
    request.certificate.pem,
  ].join('\n');
}

function detailsOf({ certificate, requestedBy, requestedAt }: AssignmentRequest, tenantName: string): string {
  const { subjectName, serialNumber, notBefore, notAfter, keyBits, sha256 } = certificate;
  return [
    ['Tenant', tenantName],
    ['Certificate', subjectName],
    ['Serial Number', serialNumber.hex],
    ['Serial Number, decimal', serialNumber.decimal],
    ['Valid from', notBefore],
    ['Valid until', notAfter],
    ['Key', `RSA, ${keyBits} bits`],
    ['SHA-256 fingerprint', colonPairs(sha256)],
    ['Requested by', `${requestedBy}, ${requestedAt}`],
  ]
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
