import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { convertCommand, type Encoding } from '../../../domain/openssl-commands.ts';
import { encodePem } from '../../../pki/pem.ts';
import { CommandBlock } from '../../../ui/command-block.tsx';
import { DownloadIcon } from '../../../ui/icons.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { Section } from '../../../ui/section.tsx';
import { noPassphrase, PassphraseField, passphraseProblem } from '../passphrase-field.tsx';
import { ToolClosed, type ToolWorker } from '../worker/use-tool-worker.ts';
import {
  fileNameOf,
  inputOf,
  isAlready,
  needsPassphrase,
  outputs,
  type CertificateItem,
  type Output,
  type PrivateKeyItem,
} from './outputs.ts';

interface ConvertFormProps {
  worker: ToolWorker;
  keys: readonly PrivateKeyItem[];
  certificates: readonly CertificateItem[];
}

const outputNames = Object.keys(outputs) as Output[];

/** What it shall become, and the file. */
export function ConvertForm({ worker, keys, certificates }: ConvertFormProps) {
  const [chosenKey, setChosenKey] = useState<number>();
  const [wanted, setWanted] = useState<Output>('PKCS#8');
  const [encoding, setEncoding] = useState<Encoding>('PEM');
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [outcome, setOutcome] = useState<{ saved: string } | { problem: string }>();
  const [busy, setBusy] = useState(false);

  const key = keys.find(({ id }) => id === chosenKey) ?? keys[0];
  const certificate = key
    ? certificates.find(({ found }) => found.keyId === key.found.keyId)
    : certificates[0];
  const output = key ? wanted : 'certificate';
  const source = output === 'certificate' ? certificate : key;
  const locked = needsPassphrase(output) ? passphraseProblem(passphrase) : undefined;
  const withCertificate = output === 'PKCS#12' || output === 'certificate';
  const impossible =
    withCertificate && !certificate ? 'Add the certificate that belongs to the key.' : undefined;
  const name = fileNameOf(output, encoding);
  const already = key !== undefined && source === key && isAlready(key, output, encoding);

  const save = async () => {
    setBusy(true);
    setOutcome(undefined);
    try {
      if (output === 'certificate') {
        const der = certificate?.found.facts.der;
        if (der) saveFile(name, encoding === 'PEM' ? encodePem('CERTIFICATE', der) : der);
      } else {
        await worker.call('choose', { key: key?.found.keyId, certificate: certificate?.found.facts.der });
        const form = {
          form: output,
          encoding,
          ...(needsPassphrase(output) && { password: passphrase.value }),
        };
        saveFile(name, await worker.call('savedKey', form));
      }
      setOutcome({ saved: name });
    } catch (error) {
      if (error instanceof ToolClosed) return;
      setOutcome({ problem: error instanceof Error ? error.message : 'The file could not be made.' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Section title="Convert to">
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!locked && !impossible && !busy) void save();
          }}
          sx={{ display: 'grid', gap: 2, justifyItems: 'start' }}
        >
          {keys.length > 1 && (
            <TextField
              select
              label="Private key"
              size="small"
              value={key?.id ?? ''}
              onChange={(event) => setChosenKey(Number(event.target.value))}
              sx={{ minWidth: 240 }}
            >
              {keys.map(({ id, file, found }) => (
                <MenuItem key={id} value={id}>
                  {`${file}, ${found.facts.format}, ${found.facts.bits ?? '?'} bits`}
                </MenuItem>
              ))}
            </TextField>
          )}
          {key && (
            <FormControl>
              <FormLabel id="convert-form">Form</FormLabel>
              <RadioGroup
                aria-labelledby="convert-form"
                value={output}
                onChange={(event) => {
                  setWanted(event.target.value as Output);
                  setOutcome(undefined);
                }}
              >
                {outputNames.map((each) => (
                  <FormControlLabel
                    key={each}
                    value={each}
                    control={<Radio />}
                    disabled={each === 'certificate' && !certificate}
                    label={
                      <>
                        {outputs[each].label}
                        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                          {outputs[each].text}
                        </Typography>
                      </>
                    }
                    sx={{ alignItems: 'flex-start', mb: 0.5, '& .MuiRadio-root': { pt: 0.25 } }}
                  />
                ))}
              </RadioGroup>
            </FormControl>
          )}
          {output !== 'PKCS#12' && (
            <FormControl>
              <FormLabel id="convert-encoding">Encoding</FormLabel>
              <RadioGroup
                row
                aria-labelledby="convert-encoding"
                value={encoding}
                onChange={(event) => setEncoding(event.target.value as Encoding)}
              >
                <FormControlLabel value="PEM" control={<Radio />} label="PEM (text)" />
                <FormControlLabel value="DER" control={<Radio />} label="DER (binary)" />
              </RadioGroup>
            </FormControl>
          )}
          {needsPassphrase(output) && <PassphraseField passphrase={passphrase} onChange={setPassphrase} />}
          {(output === 'PKCS#8' || output === 'PKCS#1') && (
            <Typography variant="body2">
              The file will not be encrypted: whoever reads it can decrypt the recordings. It must be kept
              safe and should not be shared.
            </Typography>
          )}
          {already && (
            <Alert severity="info">
              This key is {output} already, as OpenSSL 3 writes it: nothing has to be converted, and the
              download is the same key.
            </Alert>
          )}
          <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
            <Button
              type="submit"
              variant="contained"
              startIcon={<DownloadIcon />}
              disabled={locked !== undefined || impossible !== undefined}
              loading={busy}
              aria-describedby="convert-help"
            >
              Download {name}
            </Button>
            <Typography id="convert-help" variant="body2" role="status" sx={{ color: 'text.secondary' }}>
              {impossible ?? locked ?? (outcome && 'saved' in outcome ? `Saved as ${outcome.saved}.` : '')}
            </Typography>
          </Box>
          {outcome && 'problem' in outcome && <Alert severity="error">{outcome.problem}</Alert>}
        </Box>
      </Section>
      {source && !impossible && (
        <Section title="The same with OpenSSL">
          <CommandBlock
            label="OpenSSL command for this conversion"
            commands={[
              convertCommand({
                ...inputOf(source),
                to: output,
                encoding,
                output: name,
                ...(certificate && { certificate: inputOf(certificate).input }),
              }),
            ]}
          />
        </Section>
      )}
    </>
  );
}
