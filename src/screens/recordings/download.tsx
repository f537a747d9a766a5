import DownloadIcon from '@mui/icons-material/Download';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import { callForBlob, sentenceOf } from '../../client/call.ts';
import { storedUrl, type MediaFile, type Recording } from '../../client/queries/recordings.ts';
import { decryptCommand } from '../../domain/openssl-commands.ts';
import { CommandBlock } from '../../ui/page/command-block.tsx';
import { downloadFile } from '../../ui/form/download.ts';
import { Section } from '../../ui/page/section.tsx';
import { mediaNames } from './package.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { To } from '../../ui/page/to.tsx';

/** The files of an encrypted recording, to take to the customer's own site, and the command that opens them there. */
export function DownloadEncrypted({ answer, media }: { answer: Recording; media: MediaFile }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { statusCode, recording, summary } = answer;
  const names = mediaNames(media.originalMediaDescriptor);
  const url = storedUrl(recording.id, media);
  // The recorder's answer, without what this console adds to it.
  const metadata = `${JSON.stringify({ statusCode, recording }, null, 2)}\n`;
  const { pkcs7 } = media;

  const downloadAll = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const files = {
        [names.media]: await callForBlob(url),
        ...(pkcs7 !== undefined && { [names.envelope]: pkcs7 }),
        [names.metadata]: metadata,
      };
      const { zipOfNamed } = await import('../../pki/pile/write-zip.ts');
      downloadFile(names.zip, await zipOfNamed(files, summary.startedAt));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };

  const encrypted = pkcs7 !== undefined;
  return (
    <Section title={encrypted ? 'Download encrypted' : 'Download'}>
      <Typography sx={{ color: 'text.secondary', mb: 1.5 }}>
        {encrypted
          ? 'The media as it is stored, its session key wrapped for the certificates, and its metadata. The private key stays in the keystore: at your own site you need your own copy.'
          : 'The media as it is stored, in the clear, and its metadata.'}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', mb: 1.5 }}>
        <Button
          variant="outlined"
          startIcon={<DownloadIcon />}
          loading={busy}
          onClick={() => void downloadAll()}
        >
          Download all as zip
        </Button>
        <Button component="a" href={url} download={names.media}>
          {names.media.replace(/^[^.]*/, 'Media ')}
        </Button>
        {encrypted && (
          <Button onClick={() => downloadFile(names.envelope, pkcs7, 'application/x-pem-file')}>
            Envelope .p7.pem
          </Button>
        )}
        <Button onClick={() => downloadFile(names.metadata, metadata, 'application/json')}>
          Metadata .json
        </Button>
      </Box>
      <Problem text={problem} sx={{ mb: 1.5 }} />
      {encrypted && (
        <>
          <Typography gutterBottom>OpenSSL opens it with the certificate and its private key:</Typography>
          <CommandBlock label="Command that decrypts" commands={[decryptCommand(names)]} />
          <Typography sx={{ mt: 1.5 }}>
            Without a command line, the key tool <To to={paths.keyTool('decrypt')}>Decrypt</To> opens the
            downloaded files in the browser.
          </Typography>
        </>
      )}
    </Section>
  );
}
