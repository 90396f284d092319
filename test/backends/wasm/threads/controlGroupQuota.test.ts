import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { foldersOf, quotaIn } from '../../../../src/backends/wasm/threads/controlGroupQuota';

describe('a control group', () => {
  test.each([
    ['200000 100000\n', 2],
    ['150000 100000', 1.5],
    ['max 100000\n', undefined],
    ['-1 100000', undefined],
    ['', undefined],
    [' ', undefined],
    ['200000', undefined],
    ['200000 0', undefined],
  ])('that says %j allows %p cores', (text, cores) => {
    expect(quotaIn(text)).toBe(cores);
  });

  test('may be limited by those above it', () => {
    expect(foldersOf('0::/system.slice/ci.service\n')).toEqual([
      '/sys/fs/cgroup/system.slice/ci.service',
      '/sys/fs/cgroup/system.slice',
      '/sys/fs/cgroup',
    ]);
    expect(foldersOf('0::/\n')).toEqual(['/sys/fs/cgroup']);
  });

  test('of version 1 counts where it is one of time', () => {
    expect(foldersOf('9:name=systemd:/a\n5:cpuset:/b\n4:cpu,cpuacct:/docker/1\n2:memory:/c\n')).toEqual([
      '/sys/fs/cgroup/cpu/docker/1',
      '/sys/fs/cgroup/cpu/docker',
      '/sys/fs/cgroup/cpu',
      '/sys/fs/cgroup/cpu,cpuacct/docker/1',
      '/sys/fs/cgroup/cpu,cpuacct/docker',
      '/sys/fs/cgroup/cpu,cpuacct',
    ]);
  });

  test.each(['', 'nonsense', '0:', '0::relative'])('is none in %j', (text) => {
    expect(foldersOf(text)).toEqual([]);
  });
});

/** Where this process may make a control group of its own, if anywhere. */
const mount = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'].find(mayMakeGroups);

function mayMakeGroups(folder: string): boolean {
  const probe = path.join(folder, `may-make-groups-${process.pid}`);
  try {
    mkdirSync(probe);
    const hasLimits = readdirSync(probe).some((name) => /^cpu\.(max|cfs_quota_us)$/.test(name));
    rmdirSync(probe);
    return hasLimits;
  } catch {
    return false;
  }
}

function limit(folder: string, cores: number): void {
  const isOld = existsSync(path.join(folder, 'cpu.cfs_quota_us'));
  if (isOld) writeFileSync(path.join(folder, 'cpu.cfs_quota_us'), String(cores * 100_000));
  else writeFileSync(path.join(folder, 'cpu.max'), `${cores * 100_000} 100000`);
}

function quotaInside(folder: string): string {
  const tsx = require.resolve('tsx/cjs');
  const file = require.resolve('../../../../src/backends/wasm/threads/controlGroupQuota');
  const program = `console.log(require(${JSON.stringify(file)}).controlGroupQuota())`;
  const script = `echo $$ > "${folder}/cgroup.procs" && exec "$@"`;
  return execFileSync('sh', ['-c', script, 'sh', process.execPath, '-r', tsx, '-e', program], {
    encoding: 'utf8',
  }).trim();
}

(mount === undefined ? test.skip : test)(
  'a process in a real one is allowed what it allows, and no more than the one above it (only where groups may be made)',
  () => {
    const outer = path.join(mount!, `allowed-${process.pid}`);
    const inner = path.join(outer, 'inner');
    try {
      mkdirSync(inner, { recursive: true });
      limit(outer, 1.25);
      expect(quotaInside(inner)).toBe('1.25');
      limit(inner, 0.75);
      expect(quotaInside(inner)).toBe('0.75');
    } finally {
      for (const folder of [inner, outer]) if (existsSync(folder)) rmdirSync(folder);
    }
  },
);
