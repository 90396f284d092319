import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Cores' worth of time that the control group of this process, or one above it, allows; undefined without a limit, and outside of Linux. (Linux' `cgroups(7)`; version 2 has
 * `cpu.max`, version 1 two files.)
 */
export function controlGroupQuota(): number | undefined {
  const quotas = foldersOf(read('/proc/self/cgroup')).flatMap((folder) => quotaOf(folder) ?? []);
  return quotas.length === 0 ? undefined : Math.min(...quotas);
}

/**
 * Where limits may stand. In a container the groups that are told may be those outside of it, which it does not see, while its own is where
 * groups are mounted: the way up ends there.
 *
 * @param text of `/proc/self/cgroup`
 */
export function foldersOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, controllers = '', group] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (group === undefined) return [];
    if (controllers === '') return upwards('/sys/fs/cgroup', group);
    if (!controllers.split(',').includes('cpu')) return [];
    return [...new Set(['cpu', controllers])].flatMap((name) => upwards(`/sys/fs/cgroup/${name}`, group));
  });
}

function upwards(mount: string, group: string): readonly string[] {
  const parent = path.posix.dirname(group);
  return [path.posix.join(mount, group, '.'), ...(parent === group ? [] : upwards(mount, parent))];
}

const quotaOf = (folder: string): number | undefined =>
  quotaIn(read(`${folder}/cpu.max`)) ??
  quotaIn(`${read(`${folder}/cpu.cfs_quota_us`)} ${read(`${folder}/cpu.cfs_period_us`)}`);

/** "200000 100000" is two cores; "max 100000", and -1 in the older form, no limit. */
export function quotaIn(text: string): number | undefined {
  const [quota, period] = text.trim().split(/\s+/).map(Number);
  if (quota === undefined || period === undefined || !(quota > 0) || !(period > 0)) return undefined;
  return quota / period;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
