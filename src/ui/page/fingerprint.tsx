import { Fragment } from 'react';

/** A fingerprint, "AB:CD:…", that wraps between two bytes and never inside one. */
export const Fingerprint = ({ colonPairs }: { colonPairs: string }) => (
  <span style={{ overflowWrap: 'normal' }}>
    {colonPairs.split(':').map((pair, index) => (
      <Fragment key={index}>
        {index > 0 && (
          <span>
            :<wbr />
          </span>
        )}
        <span>{pair}</span>
      </Fragment>
    ))}
  </span>
);
