export interface MediaNames {
  /** The ciphertext: "4f82….mp3.bin"; without ".bin" if the recording is not encrypted. */
  media: string;
  /** The wrapped session key: "4f82….p7.pem". */
  envelope: string;
  /** The decrypted media: "4f82….mp3". */
  output: string;
  /** "4f82….json", "4f82….zip". */
  metadata: string;
  zip: string;
}

/** The names of a media file and of the files that belong to it, made from the path where the recorder stored it. */
export function mediaNames({ path }: { path: string }): MediaNames {
  const media = path.slice(path.lastIndexOf('/') + 1);
  const output = media.replace(/\.bin$/, '');
  const base = output.replace(/\.[^.]+$/, '');
  return { media, output, envelope: `${base}.p7.pem`, metadata: `${base}.json`, zip: `${base}.zip` };
}
