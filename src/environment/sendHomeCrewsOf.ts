const crews = Symbol.for('tfjs-wasm-training.crews');

/**
 * Ends the threads that a test file has trained on. They would go by themselves a second later, and hold on to all of the file until then.
 */
export async function sendHomeCrewsOf(testGlobals: object): Promise<void> {
  const hired = (testGlobals as { [crews]?: Set<{ sendHome(): Promise<void> }> })[crews] ?? new Set();
  await Promise.all([...hired].map((crew) => crew.sendHome()));
}
