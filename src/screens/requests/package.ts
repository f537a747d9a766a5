import type { AssignmentRequest } from '../../client/queries/requests.ts';
import { isoDay } from '../../domain/columns.ts';
import { certificateFileName } from '../../domain/file-name.ts';
import { nameApart } from '../../domain/same-name.ts';
import { colonPairs } from '../../ui/page/facts.tsx';

/**
 * The files for a Genesys Professional without an account: the certificate, its details, and the requested profiles.
 * They are made only from the request, which contains no private key.
 */
export function handOverFiles(request: AssignmentRequest, tenantName: string): Record<string, string> {
  const { certificate } = request;
  return {
    [`${certificateFileName(certificate)}.pem`]: certificate.pem,
    'details.txt': `${detailsOf(request, tenantName)}\n`,
    'ivr-profiles.txt': `${request.ivrProfiles.map(({ name }) => name).join('\n')}\n`,
  };
}

/** The files as one zip, the same at every download. The library is loaded only when this is called. */
export async function handOverZip(request: AssignmentRequest, tenantName: string): Promise<Blob> {
  const { zipOfNamed } = await import('../../pki/pile/write-zip.ts');
  return zipOfNamed(handOverFiles(request, tenantName), request.requestedAt);
}

export const handOverName = ({ certificate }: AssignmentRequest): string =>
  `hand-over-${certificateFileName(certificate)}.zip`;

/** The text of a mail to the Genesys Professional. */
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
  const { serialNumber, notBefore, notAfter, keyBits, sha256 } = certificate;
  return [
    ['Tenant', tenantName],
    ['Certificate', nameApart(certificate, isoDay)],
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
