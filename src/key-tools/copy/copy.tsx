import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { keyToolsCopyQuery, keyToolsCopyUrl, type KeyToolsCopy } from '../../client/key-tools-copy.ts';
import { CommandBlock } from '../../ui/page/command-block.tsx';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';

export const loader = (client: QueryClient) => client.ensureQueryData(keyToolsCopyQuery());

/** Key Tools > Copy to Keep: all tools in a single file, for machines that cannot reach this console. */
export function Component() {
  const { data: copy } = useSuspenseQuery(keyToolsCopyQuery());
  return (
    <Page
      narrow
      title="Copy to Keep"
      where="Key Tools"
      intro="All key tools in one HTML file. It opens in a browser without this console and without a network. Keep it with your backed-up recordings, so that you can decrypt them in years to come."
    >
      {copy ? (
        <Offered copy={copy} />
      ) : (
        <Alert severity="info">
          This console was started without the file. Whoever runs it makes the file with{' '}
          <code>npm run build</code>.
        </Alert>
      )}
    </Page>
  );
}

function Offered({ copy }: { copy: KeyToolsCopy }) {
  const { name, bytes, sha256 } = copy;
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <Section title="Download">
        <Facts
          facts={[
            ['File', name],
            ['Size', `${(bytes / 1_000_000).toFixed(1)} MB`],
            [
              'SHA-256',
              <>
                <Box component="code" key="sha256">
                  {sha256}
                </Box>{' '}
                <CopyButton label="Copy SHA-256" value={sha256} />
              </>,
            ],
          ]}
        />
        <Button
          component="a"
          href={keyToolsCopyUrl(copy)}
          download={name}
          variant="contained"
          startIcon={<DownloadIcon />}
          aria-label={`Download ${name}`}
          sx={{ mt: 2 }}
        >
          Download
        </Button>
      </Section>
      <Section title="Check the download">
        <Typography variant="body2" gutterBottom>
          Before you take the file to another machine, run one of these in its folder. The command must print
          the SHA-256 above.
        </Typography>
        {checks(copy).map(({ system, command }) => (
          <Box key={system} sx={{ mt: 2 }}>
            <Typography variant="h3" gutterBottom>
              {system}
            </Typography>
            <CommandBlock label={`Command for ${system}`} commands={[command]} />
          </Box>
        ))}
      </Section>
      <Section title="For your security team">
        <Box component="ul" sx={{ m: 0, pl: 2.5, display: 'grid', gap: 1, fontSize: 'body2.fontSize' }}>
          <li>
            Nothing can leave the file. Its own Content Security Policy, in its first lines, forbids every
            connection: <code>default-src &apos;none&apos;; connect-src &apos;none&apos;</code>.
          </li>
          <li>
            The policy names the only script and the only style by their hashes. A browser runs nothing else
            in this page: a file in which a byte of the script was changed does not start.
          </li>
          <li>The file stores nothing in the browser. Close it, and every key in it is gone.</li>
        </Box>
      </Section>
    </Box>
  );
}

const checks = ({ name }: KeyToolsCopy) => [
  { system: 'Linux', command: `sha256sum ${name}` },
  { system: 'macOS', command: `shasum -a 256 ${name}` },
  { system: 'Windows', command: `certutil -hashfile ${name} SHA256` },
];
