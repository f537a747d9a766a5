import { CheckBox } from '../form/check-box.tsx';
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
    <CheckBox
      label={`I have discussed this with ${discussWith}`}
      checked={value.discussed}
      onChange={(discussed) => onChange({ ...value, discussed })}
    />
  </>
);

export const NOTHING_ACKNOWLEDGED: Acknowledged = { typed: '', discussed: false };
