import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useCallback, useRef, useState } from 'react';
import { TextPopover } from '../../ui/page/text-popover.tsx';

interface WholeTextProps {
  label: string;
  text: string;
  lines: number;
}

/** A text in the lines that a row has for it. Where it is cut, a press opens it whole: a path is needed to its end. */
export function WholeText({ label, text, lines }: WholeTextProps) {
  const [isCut, setCut] = useState(false);
  const [open, setOpen] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const measure = useCallback((element: HTMLElement | null) => {
    shown.current = element;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const clamp = { WebkitLineClamp: lines };
  return (
    <>
      {isCut ? (
        <ButtonBase
          ref={measure}
          className="two-lines"
          style={clamp}
          sx={{ font: 'inherit', color: 'inherit', textAlign: 'left', textDecoration: 'underline dotted' }}
          aria-haspopup="dialog"
          aria-expanded={open}
          title={text}
          onClick={() => setOpen(true)}
        >
          {text}
        </ButtonBase>
      ) : (
        <div ref={measure} className="two-lines" style={clamp}>
          {text}
        </div>
      )}
      <TextPopover label={label} open={open} onClose={() => setOpen(false)} anchor={shown} width={560}>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {text}
        </Typography>
      </TextPopover>
    </>
  );
}
