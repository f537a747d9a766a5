/** `port2`, the other end of this channel, is closed, so everything sent to `nowhere` is dropped. */
const { port1: nowhere, port2 } = new MessageChannel();
port2.close();

/**
 * Frees the memory of a buffer immediately; the buffer is empty afterwards. Chromium's garbage collector waits until 64
 * MB of buffers have piled up. Sending a buffer moves it away from the sender (HTML,
 * "StructuredSerializeWithTransfer"), and the browser drops a message to a closed port together with the buffer.
 */
export const freeBuffer = (buffer: ArrayBuffer): void => nowhere.postMessage(null, [buffer]);
