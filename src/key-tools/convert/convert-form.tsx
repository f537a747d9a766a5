import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { subjectName } from '../../domain/certificate.ts';
import { convertCommands, type Encoding } from '../../domain/openssl-commands.ts';
import { FILE_NOT_MADE, KEEP_SAFE } from '../../domain/said.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { CommandBlock } from '../../ui/page/command-block.tsx';
import { downloadFile } from '../../ui/form/download.ts';
import { Section } from '../../ui/page/section.tsx';
import { noPassphrase, PassphraseField, passphraseProblem } from '../passphrase-field.tsx';
import { RadioChoice } from '../radio-choice.tsx';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { Item } from '../worker/calls.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';
import {
  chainOf,
  fileNameOf,
  isAlready,
  isFirstOfItsFile,
  javaKeystoreOf,
  needsPassphrase,
  outputs,
  sourceOf,
  type CertificateItem,
  type Output,
  type PrivateKeyItem,
} from './outputs.ts';
import { Problem } from '../../ui/page/problem.tsx';

interface ConvertFormProps {
  worker: ToolWorker;
  keys: readonly PrivateKeyItem[];
  certificates: readonly CertificateItem[];
}

const outputNames = Object.keys(outputs) as Output[];

/** Asks for the form that the key or certificate is converted to, and saves the file. */
export function ConvertForm({ worker, keys, certificates }: ConvertFormProps) {
  const [chosenKey, setChosenKey] = useState<number>();
  const [wanted, setWanted] = useState<Output>('PKCS#8');
  const [encoding, setEncoding] = useState<Encoding>('PEM');
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [outcome, setOutcome] = useState<{ saved: string } | { problem: string }>();
  const [busy, setBusy] = useState(false);

  const [chosenCertificate, setChosenCertificate] = useState<number>();
  const [withChain, setWithChain] = useState(false);

  const key = keys.find(({ id }) => id === chosenKey) ?? keys[0];
  const fitting = key ? certificates.filter(({ found }) => found.keyId === key.found.keyId) : certificates;
  const certificate = fitting.find(({ id }) => id === chosenCertificate) ?? fitting[0];
  const chain = certificate ? chainOf(certificate, certificates) : [];
  const output = key ? wanted : 'certificate';
  const source = output === 'certificate' ? certificate : key;
  const locked = needsPassphrase(output) ? passphraseProblem(passphrase) : undefined;
  const holdsCertificate = output === 'PKCS#12' || output === 'certificate';
  const missing = key && !certificate ? 'Add the certificate that belongs to the key.' : undefined;
  const impossible = holdsCertificate ? missing : undefined;
  const opened = [...keys, ...certificates].map(({ file }) => file.split('/').at(-1) ?? file);
  const name = fileNameOf(output, encoding, opened);
  const already = key !== undefined && source === key && isAlready(key, output, encoding);
  const chainGoesWith = chain.length > 0 && (output === 'PKCS#12' || (encoding === 'PEM' && withChain));
  const otherMark = output !== 'certificate' && key && key.found.facts.algorithm !== 'RSA' ? key : undefined;
  const inJavaKeystore = [key, certificate].find((each) => each && javaKeystoreOf(each));
  const notFirst = [
    ...(output !== 'certificate' && key && !isFirstOfItsFile(key, keys) ? [key] : []),
    ...(holdsCertificate && certificate && !isFirstOfItsFile(certificate, certificates) ? [certificate] : []),
  ][0];

  const save = async () => {
    setBusy(true);
    setOutcome(undefined);
    try {
      if (output === 'certificate') {
        const ders = [certificate, ...(chainGoesWith ? chain : [])].flatMap(
          (each) => each?.found.facts.der ?? [],
        );
        const [own] = ders;
        const inPem = ders.map((der) => encodePem('CERTIFICATE', der)).join('');
        if (own) downloadFile(name, encoding === 'PEM' ? inPem : own);
      } else {
        await worker.call('choose', {
          key: key?.found.keyId,
          certificate: certificate?.found.facts.der,
          chain: chain.map(({ found }) => found.facts.der),
        });
        const form = {
          form: output,
          encoding,
          ...(needsPassphrase(output) && { password: passphrase.value }),
        };
        downloadFile(name, await worker.call('savedKey', form));
      }
      setOutcome({ saved: name });
    } catch (error) {
      if (error instanceof ToolClosed) return;
      setOutcome({ problem: error instanceof Error ? error.message : FILE_NOT_MADE });
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
            <Choice
              label="Private key"
              items={keys}
              chosen={key}
              onChoose={setChosenKey}
              textOf={({ file, found: { inside, facts, keyId } }) =>
                [file, inside, facts.format, `${facts.bits ?? '?'} bits`, nameOfPair(keyId, certificates)]
                  .filter(Boolean)
                  .join(', ')
              }
            />
          )}
          {fitting.length > 1 && (
            <Choice
              label="Certificate"
              items={fitting}
              chosen={certificate}
              onChoose={setChosenCertificate}
              textOf={({ file, found: { facts } }) =>
                `${subjectName(facts.subject)}, serial number ${facts.serialNumber.hex}, ${file}`
              }
            />
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
                  <RadioChoice
                    key={each}
                    value={each}
                    label={outputs[each].label}
                    text={each === 'certificate' && missing ? missing : outputs[each].text}
                    disabled={each === 'certificate' && missing !== undefined}
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
              The file will not be encrypted: anyone with it can decrypt the recordings. {KEEP_SAFE}
            </Typography>
          )}
          {output === 'certificate' && encoding === 'PEM' && chain.length > 0 && (
            <FormControlLabel
              control={<Checkbox checked={withChain} onChange={(_, checked) => setWithChain(checked)} />}
              label="With the certificates of its issuers. The upload takes one certificate alone."
            />
          )}
          {otherMark && (
            <Alert severity="warning">
              This key is marked {otherMark.found.facts.algorithm}: it may be used for signatures alone.
              Recordings need a key marked rsaEncryption, and so the file will have it: the same numbers under
              another mark.
            </Alert>
          )}
          {holdsCertificate && certificate && (
            <Typography variant="body2">
              The file holds the certificate of{' '}
              <strong>{subjectName(certificate.found.facts.subject)}</strong>
              <span>
                {chainGoesWith
                  ? `, and of its ${chain.length === 1 ? 'issuer' : 'issuers'} ${chain.map(({ found }) => subjectName(found.facts.subject)).join(', ')}.`
                  : '.'}
              </span>
            </Typography>
          )}
          {already && (
            <Alert severity="info">
              This key is {output} already, as OpenSSL 3 writes it: nothing has to be converted, and the
              download is the same key.
            </Alert>
          )}
          {outcome && 'problem' in outcome && <Problem text={outcome.problem} />}
          <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
            <Button
              type="submit"
              variant="contained"
              startIcon={<DownloadIcon />}
              disabled={locked !== undefined || impossible !== undefined}
              loading={busy}
              aria-describedby="convert-help"
            >
              <span>{`Download ${name}`}</span>
            </Button>
            <Typography id="convert-help" variant="body2" role="status" sx={{ color: 'text.secondary' }}>
              {impossible ?? locked ?? (outcome && 'saved' in outcome ? `Saved as ${outcome.saved}.` : '')}
            </Typography>
          </Box>
        </Box>
      </Section>
      {source && !impossible && (
        <Section title="The same with OpenSSL">
          {otherMark ? (
            <Typography variant="body2">OpenSSL has no command that changes the mark of a key.</Typography>
          ) : inJavaKeystore ? (
            <Typography variant="body2">
              OpenSSL does not read Java keystores such as {javaKeystoreOf(inJavaKeystore)}. Java’s keytool
              makes a PKCS#12 of one with “keytool -importkeystore -deststoretype PKCS12”.
            </Typography>
          ) : notFirst ? (
            <Typography variant="body2">
              OpenSSL takes the first key and the first certificate of a file, and this one is not the first
              of {notFirst.file}: no command does the same.
            </Typography>
          ) : (
            <CommandBlock
              label="OpenSSL command for this conversion"
              commands={convertCommands({
                to: output,
                encoding,
                output: name,
                key: key && sourceOf(key),
                certificate: certificate && sourceOf(certificate),
                chain: output === 'PKCS#12' ? chain.map(sourceOf) : [],
                ...(certificate && { friendlyName: subjectName(certificate.found.facts.subject) }),
              })}
            />
          )}
        </Section>
      )}
    </>
  );
}

interface ChoiceProps<T> {
  label: string;
  items: readonly T[];
  chosen: T | undefined;
  onChoose: (id: number) => void;
  textOf: (item: T) => string;
}

const Choice = <T extends Item>({ label, items, chosen, onChoose, textOf }: ChoiceProps<T>) => (
  <TextField
    select
    label={label}
    size="small"
    value={chosen?.id ?? ''}
    onChange={(event) => onChoose(Number(event.target.value))}
    sx={{ minWidth: 240, maxWidth: '100%' }}
  >
    {items.map((item) => (
      <MenuItem key={item.id} value={item.id}>
        {textOf(item)}
      </MenuItem>
    ))}
  </TextField>
);

/** Names a key after the certificate that fits it. */
function nameOfPair(keyId: string, certificates: readonly CertificateItem[]): string | undefined {
  const own = certificates.find(({ found }) => found.keyId === keyId);
  return own && `the key of ${subjectName(own.found.facts.subject)}`;
}
