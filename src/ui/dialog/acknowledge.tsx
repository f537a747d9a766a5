import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { TextInput } from '../form/text-input.tsx';

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
    <TextInput
      fullWidth
      id="acknowledgement"
      label={`Type ${word} to confirm`}
      help="Without a valid certificate in the list, every new recording is stored unencrypted."
      autoComplete="off"
      spellCheck={false}
      value={value.typed}
      onChange={(typed) => onChange({ ...value, typed })}
    />
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
