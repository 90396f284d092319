import { rmSync } from 'node:fs';
import path from 'node:path';
import { examples, supported } from './Consumer';
import { installConsumer } from './installConsumer';
import { packTarball } from './packTarball';
import { rememberInstalled } from './installed';

/** Packs the tarball and installs it, once for all end-to-end tests of a run. */
export default function globalSetup(): void {
  const tarball = packTarball();
  rememberInstalled(
    [...supported, ...examples()].map((consumer) => ({
      name: consumer.name,
      folder: installConsumer(consumer, tarball),
    })),
  );
  rmSync(path.dirname(tarball), { recursive: true });
}
