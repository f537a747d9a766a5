import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';

interface Acknowledged {
  typed: string;
  discussed: boolean;
}

interface AcknowledgeProps {
  /** The word to type. */
  word: string;
  /** "my Genesys Professional" */
  discussWith: string;
  value: Acknowledged;
  onChange: (value: Acknowledged) => void;
}

/** What a person types and ticks before a list that stops encryption is saved. */
export const Acknowledge = ({ word, discussWith, value, onChange }: AcknowledgeProps) => (
  <>
    <FormControl fullWidth>
      <InputLabel htmlFor="acknowledgement">Type {word} to confirm</InputLabel>
      <OutlinedInput
        id="acknowledgement"
        label={`Type ${word} to confirm`}
        autoComplete="off"
        spellCheck={false}
        value={value.typed}
        onChange={(event) => onChange({ ...value, typed: event.target.value })}
        aria-describedby="acknowledgement-help"
      />
      <FormHelperText id="acknowledgement-help">
        Without a valid certificate in the list, every new recording is stored unencrypted.
      </FormHelperText>
    </FormControl>
    <FormControlLabel
      control={
        <Checkbox
          checked={value.discussed}
          onChange={(event) => onChange({ ...value, discussed: event.target.checked })}
        />
      }
      label={`I have discussed this with ${discussWith}`}
    />
  </>
);

export const NOTHING_ACKNOWLEDGED: Acknowledged = { typed: '', discussed: false };
