import { queryOptions } from '@tanstack/react-query';
import type { AssignmentRequest } from '../../client/queries/requests.ts';
import { fingerprints, inspectCertificate, verifiesItself } from '../../pki/certificate/certificate.ts';
import { readPem } from '../../pki/pem/pem.ts';

/**
 * The facts of the copy in a request, computed in this browser from its bytes: the fingerprint that two people compare
 * over the telephone must not come from text that somebody wrote beside the certificate.
 */
export const checkedCopyQuery = ({ certificate }: AssignmentRequest) =>
  queryOptions({
    queryKey: ['checked-copy', certificate.pem],
    queryFn: async () => {
      const block = readPem(certificate.pem)[0];
      const facts = block && inspectCertificate(block.bytes);
      if (!facts?.ok) return null;
      const [{ sha256 }, selfSigned] = await Promise.all([
        fingerprints(facts.value.der),
        verifiesItself(facts.value),
      ]);
      const { subject, issuer, serialNumber, publicKey, notBefore, notAfter } = facts.value;
      return {
        sha256,
        selfSigned,
        subjectDn: subject.readable,
        issuerDn: issuer.readable,
        serialNumber,
        bits: publicKey.bits,
        notBefore,
        notAfter,
        isSame: sha256 === certificate.sha256,
      };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
