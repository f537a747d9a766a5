/** The name under which the recorder knows a certificate. */
import type { CertificateFacts } from './facts.ts';

/**
 * `rcs_<tenant name>:<tenant dbid>:<issuer DN as encoded, comma-joined>:<serial number, decimal>`, as captured from
 * the platform: "rcs_Environment:1:C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10". Issuer and serial number
 * together identify a certificate (RFC 5280, 4.1.2.2).
 */
export const recorderAlias = (tenantName: string, dbid: number, facts: CertificateFacts): string =>
  `rcs_${tenantName}:${dbid}:${facts.issuer.encodedOrder}:${facts.serialNumber.decimal}`;
