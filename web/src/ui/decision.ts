/** Why a bin was emptied on the day, or not, in the page's language. */
import { getJson } from '../api.ts';
import { number } from '../format.ts';
import { t } from '../words.ts';

interface Decision {
  why: string;
  emptied: boolean;
  sensor: boolean;
  fillSeenPercent: number | null;
  overflowProbabilityPercent: number | null;
  prizeEur: number | null;
  detourMinutes: number | null;
  detourKm: number | null;
  detourEur: number | null;
  leftOut: string | null;
  leastCostEur: number | null;
}

function why(d: Decision): string {
  const parts = [t(`why.${d.why}.${d.emptied ? 'emptied' : 'left'}`)];
  if (d.fillSeenPercent !== null && d.overflowProbabilityPercent !== null) {
    parts.push(
      t(d.sensor ? 'why.sensor' : 'why.forecast', {
        fill: number(d.fillSeenPercent),
        risk: number(d.overflowProbabilityPercent),
      }),
    );
  }
  if (d.prizeEur) parts.push(t('why.prize', { prize: number(d.prizeEur) }));
  if (d.detourMinutes !== null) {
    parts.push(t('why.detour', { minutes: number(d.detourMinutes) }));
  }
  if (d.detourKm !== null && d.detourEur !== null) {
    parts.push(t('why.way', { km: number(d.detourKm), eur: number(d.detourEur) }));
  }
  if (d.leftOut) parts.push(t(`why.left.${d.leftOut}`));
  if (d.leastCostEur !== null) parts.push(t('why.least', { eur: number(d.leastCostEur) }));
  return parts.join(' ');
}

/** Empty for runs that do not know, as those of earlier versions. */
export async function whyEmptied(run: string, bin: string): Promise<string> {
  const path = `/api/v1/runs/${encodeURIComponent(run)}/bins/${encodeURIComponent(bin)}/decisions`;
  const decision = await getJson<Decision>(path).catch(() => null);
  return decision ? why(decision) : '';
}
