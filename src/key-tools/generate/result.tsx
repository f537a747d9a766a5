import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { use, useDeferredValue, useRef, useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { clockNow } from '../../client/clock.ts';
import { handOver } from '../../client/session/hand-over.ts';
import { rememberPair } from '../../client/queries/renewal-pairs.ts';
import { sessionQuery } from '../../client/session/session.ts';
import {
  generateCommands,
  pairNames,
  requestCommands,
  type GeneratedWith,
  type PairNames,
} from '../../domain/openssl-commands.ts';
import { problemSentence } from '../../domain/problem.ts';
import { CommandBlock } from '../../ui/page/command-block.tsx';
import { Kept } from '../../ui/page/kept.tsx';
import { LeaveDialog, useLeaveGuard } from '../../ui/dialog/leave-guard.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Stacked, TwoColumns } from '../../ui/page/two-columns.tsx';
import { CertificateView } from '../certificate-view.tsx';
import { noPassphrase } from '../passphrase-field.tsx';
import { ConsoleAround } from '../console-around.ts';
import { RequestView } from '../request-view.tsx';
import { Expiry } from './expiry.tsx';
import { SavePrivateKey, SavePublic } from './saving.tsx';
import type { Generated } from '../worker/calls.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';

interface ResultProps {
  worker: ToolWorker;
  generated: Generated;
  request: GeneratedWith;
  /** Whether it renews another certificate, which must then be kept. */
  renews: boolean;
  /** The id of the certificate in the keystore that it renews; undefined where that is not known. */
  renewedId: string | undefined;
  onAgain: () => void;
}

/** The new pair: the proof that it fits, then in this order the key, the certificate, the upload; and all its facts. */
export function Result({ worker, generated, request, renews, renewedId, onAgain }: ResultProps) {
  const { made, proof, milliseconds, privateKey } = generated;
  const isRequest = made.kind === 'certificate request';
  const [names] = useState(() => pairNames(renews ? clockNow() : undefined));
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  // Two files may be saved at the same time; a ref has the current set for both.
  const savedByNow = useRef(saved);
  const hasKey = (files: ReadonlySet<string>) =>
    [...files].some((name) => name !== names.certificate && name !== names.request);
  const keyIsSaved = hasKey(saved);
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const { blocker } = useLeaveGuard(!keyIsSaved);
  const markSaved = (name: string) => {
    const files = new Set(savedByNow.current).add(name);
    savedByNow.current = files;
    setSaved(files);
    if (renewedId !== undefined && hasKey(files)) {
      rememberPair(renewedId, { savedAt: clockNow().toISOString(), files: [...files] });
    }
  };
  // What the person has to do is drawn first; what they can read follows a moment later.
  const whole = useDeferredValue(true, false);
  const inConsole = use(ConsoleAround);
  const { key } = milliseconds;
  const howLong =
    key < 50 ? 'made while you filled in the form' : `made in ${(key / 1000).toFixed(1)} seconds`;

  return (
    <>
      <Kept>
        <Box sx={{ display: 'grid', gap: 2.5 }}>
          {proof.ok ? (
            <Alert severity="success" role="status" tabIndex={-1} ref={focus}>
              The key pair is made and proven: a random session key wrapped with the public key was unwrapped
              with the private key. The key has {privateKey.bits} bits and was {howLong}; nothing left your
              browser.
            </Alert>
          ) : (
            <Alert role="alert" severity="error" tabIndex={-1} ref={focus}>
              {problemSentence(proof.error.code, { file: 'The new key', detail: proof.error.detail })}
            </Alert>
          )}
          {renews && (
            <Alert severity="info">
              The certificate that this one renews must stay in the keystore: recordings that were made with
              it need it for playback, even after it has expired.
            </Alert>
          )}
          <TwoColumns>
            <SavePrivateKey
              worker={worker}
              isRequest={isRequest}
              names={names}
              saved={saved}
              onSaved={markSaved}
              keyIsSaved={keyIsSaved}
              passphrase={passphrase}
              onPassphrase={setPassphrase}
            />
            <Stacked>
              <SavePublic made={made} names={names} saved={saved} onSaved={markSaved} />
              {isRequest ? (
                <Asking names={names} renewedId={renewedId} />
              ) : inConsole ? (
                <Uploading worker={worker} names={names} renewedId={renewedId} keyIsSaved={keyIsSaved} />
              ) : (
                <UploadLater />
              )}
              {/* Not in the copy of the key tools, because an event links to the console. */}
              {made.kind === 'certificate' && inConsole && (
                <Expiry made={made} fileName={names.certificate.replace(/pem$/, 'ics')} />
              )}
            </Stacked>
          </TwoColumns>
          {whole && (
            <TwoColumns>
              {isRequest ? (
                <Section title="Certificate request">
                  <RequestView facts={made.facts} />
                </Section>
              ) : (
                <Section title="Certificate">
                  <CertificateView found={made} />
                </Section>
              )}
              <Section title="The same with OpenSSL">
                <CommandBlock
                  label="OpenSSL commands for such a key pair"
                  commands={isRequest ? requestCommands(request, names) : generateCommands(request, names)}
                />
                <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
                  {isRequest
                    ? 'They make a request like this one, with another key.'
                    : 'They make a pair like this one, with another key and another serial number.'}
                </Typography>
              </Section>
            </TwoColumns>
          )}
          <Box>
            <Button
              onClick={onAgain}
              disabled={!keyIsSaved}
              aria-describedby={keyIsSaved ? undefined : 'again-help'}
            >
              Generate another key pair
            </Button>
            {!keyIsSaved && (
              <Typography id="again-help" variant="body2" sx={{ color: 'text.secondary' }}>
                Save the private key of this one first.
              </Typography>
            )}
          </Box>
        </Box>
      </Kept>
      <LeaveDialog
        blocker={blocker}
        title="Leave without a copy of the private key?"
        text="It exists in this page alone, and nothing can give it back later: not this console, and not the keystore after an upload. Recordings that are encrypted with its certificate could not be decrypted outside."
        stay="Stay and save it"
        leave="Leave without a copy"
      />
    </>
  );
}

/** Moves the focus to the result, so that keyboard users continue there. */
const focus = (element: HTMLElement | null) => element?.focus();

/** What to do with a certificate request. */
const Asking = ({ names, renewedId }: { names: PairNames; renewedId: string | undefined }) => (
  <Section title="3. Send the request">
    <Typography variant="body2" sx={{ mb: 1 }}>
      Send {names.request} to your certificate authority (CA). Never send the private key.
    </Typography>
    <Typography variant="body2">
      When the CA has sent the certificate, choose it and this private key under{' '}
      <UploadCertificate renewedId={renewedId} />.
    </Typography>
  </Section>
);

const UploadLater = () => (
  <Section title="3. Upload to tenant">
    <Typography variant="body2">
      Choose both files under <UploadCertificate />.
    </Typography>
  </Section>
);

function UploadCertificate({ renewedId }: { renewedId?: string | undefined }) {
  if (!use(ConsoleAround)) return <span>Upload Certificate in the Recording Certificate Console</span>;
  return (
    <Link component={RouterLink} to={paths.uploadCertificate(renewedId)} underline="always">
      Upload Certificate
    </Link>
  );
}

/** Passes the pair to the console's upload panel, in memory only. A key without a copy waits: no tenant gives it back. */
function Uploading({
  worker,
  names,
  renewedId,
  keyIsSaved,
}: {
  worker: ToolWorker;
  names: PairNames;
  renewedId: string | undefined;
  keyIsSaved: boolean;
}) {
  const navigate = useNavigate();
  const session = useQuery({ ...sessionQuery(), enabled: false }).data?.session;
  const platform = session?.tenant.platform ?? 'aws';
  const target = platform === 'azure' ? paths.uploadKey(renewedId) : paths.uploadCertificate(renewedId);
  const where = platform === 'azure' ? 'Keys Management' : 'Certificates';
  const upload = async () => {
    const pair = await worker.call('pairForUpload', undefined);
    handOver({ ...pair, names: { certificate: names.certificate, privateKey: names.pkcs8 } });
    void navigate(target);
  };
  return (
    <Section title="3. Upload to tenant">
      <Typography variant="body2" sx={{ mb: 1.5 }}>
        {session
          ? `Opens ${where} of tenant ${session.tenant.name} with both files filled in. Nothing is sent before you save there.`
          : 'You are not signed in: you will be asked to, and the pair is kept in this page for five minutes meanwhile.'}
      </Typography>
      <Button
        variant="contained"
        disabled={!keyIsSaved}
        aria-describedby={keyIsSaved ? undefined : 'upload-waits'}
        onClick={() => void upload()}
      >
        Upload to tenant
      </Button>
      {!keyIsSaved && (
        <Typography id="upload-waits" variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
          Waits for step 1: after the upload nothing gives the private key back.
        </Typography>
      )}
      {!session && (
        <Typography variant="body2" sx={{ mt: 1.5 }}>
          Or save the files, and choose them later under <UploadCertificate renewedId={renewedId} />.
        </Typography>
      )}
    </Section>
  );
}
