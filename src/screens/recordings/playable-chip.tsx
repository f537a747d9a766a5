import CrossIcon from '@mui/icons-material/Cancel';
import CheckIcon from '@mui/icons-material/Check';
import WarningIcon from '@mui/icons-material/Warning';
import { playableText, type Playable } from '../../domain/recording.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';

const looks = {
  yes: { tone: 'good', icon: <CheckIcon /> },
  'key missing': { tone: 'bad', icon: <CrossIcon /> },
  'not encrypted': { tone: 'bad', icon: <WarningIcon /> },
} as const;

export const PlayableChip = ({ playable }: { playable: Playable }) => (
  <StatusChip {...looks[playable]} text={playableText[playable]} />
);
