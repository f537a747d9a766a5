import { paths } from '../../paths.ts';
import type { RecordingSummary } from '../../client/queries/recordings.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { Verdicts } from '../../ui/page/facts.tsx';
import { To } from '../../ui/page/to.tsx';

/** The certificates for which the session key is wrapped, and whether the keystore has the private key of each. */
export const Recipients = ({ recording }: { recording: RecordingSummary }) => (
  <Verdicts
    label="Encrypted for"
    verdicts={recording.encryptedFor.map((recipient) =>
      recipient.certificateId === null
        ? {
            mark: 'unmet',
            text: (
              <>
                <strong>{nameOf(recipient)}</strong>, serial number {recipient.serialNumber.hex}: its private
                key is not in the keystore
              </>
            ),
          }
        : {
            mark: 'met',
            text: (
              <>
                <To
                  to={paths.certificate(recipient.certificateId)}
                  sx={{ fontWeight: 'fontWeightMedium' }}
                  underline="hover"
                >
                  {nameOf(recipient)}
                </To>
                , serial number {recipient.serialNumber.hex}: its private key is in the keystore
              </>
            ),
          },
    )}
  />
);
