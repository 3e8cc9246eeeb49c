import {
  type At,
  bool,
  field,
  given,
  isRecord,
  items,
  nullable,
  number,
  oneOf,
  text,
  whole,
} from "../shape.ts";

/** What can be switched on a project (dnanexus.md §2.4). */
export interface Settings {
  readonly restricted: boolean;
  readonly protected: boolean;
  readonly downloadRestricted: boolean;
  readonly previewViewerRestricted: boolean;
  readonly externalUploadRestricted: boolean;
  readonly containsPHI: boolean;
  readonly databaseUIViewOnly: boolean;
  readonly databaseResultsRestricted: number | null;
  readonly allowedExecutables: readonly string[] | null;
  readonly httpsAppIsolatedBrowsing: boolean;
  readonly httpsAppIsolatedBrowsingOptions: Readonly<Record<string, unknown>> | null;
  /** The default is not known; null says that nobody chose. */
  readonly egressBillTo: "projectBillTo" | "downloaderBillTo" | null;
  readonly monthlyComputeLimit: number | null;
  readonly monthlyEgressBytesLimit: number | null;
  readonly monthlyStorageLimit: number | null;
  readonly displayDataProtectionNotice: boolean;
}

export type SettingName = keyof Settings;

export const defaultSettings: Settings = {
  restricted: false,
  protected: false,
  downloadRestricted: false,
  previewViewerRestricted: false,
  externalUploadRestricted: false,
  containsPHI: false,
  databaseUIViewOnly: false,
  databaseResultsRestricted: null,
  allowedExecutables: null,
  httpsAppIsolatedBrowsing: false,
  httpsAppIsolatedBrowsingOptions: null,
  egressBillTo: null,
  monthlyComputeLimit: null,
  monthlyEgressBytesLimit: null,
  monthlyStorageLimit: null,
  displayDataProtectionNotice: false,
};

const limit = (at: At): number | null => nullable(at, number);

const readers: { readonly [K in SettingName]: (at: At) => Settings[K] } = {
  restricted: bool,
  protected: bool,
  downloadRestricted: bool,
  previewViewerRestricted: bool,
  externalUploadRestricted: bool,
  containsPHI: bool,
  databaseUIViewOnly: bool,
  databaseResultsRestricted: (at) => nullable(at, (one) => whole(one, 1)),
  allowedExecutables: (at) => nullable(at, (list) => items(list).map(text)),
  httpsAppIsolatedBrowsing: bool,
  httpsAppIsolatedBrowsingOptions: (at) =>
    nullable(at, ({ value, path, fail }) => (isRecord(value) ? value : fail(path, "must be a map or null"))),
  egressBillTo: (at) => nullable(at, (one) => oneOf(one, ["projectBillTo", "downloaderBillTo"])),
  monthlyComputeLimit: limit,
  monthlyEgressBytesLimit: limit,
  monthlyStorageLimit: limit,
  displayDataProtectionNotice: bool,
};

/** Every setting, in the order of the fact sheet; an update takes all (§3.5; of the banner that is inferred). */
export const settingNames: readonly SettingName[] = [
  "restricted",
  "protected",
  "downloadRestricted",
  "previewViewerRestricted",
  "externalUploadRestricted",
  "containsPHI",
  "databaseUIViewOnly",
  "databaseResultsRestricted",
  "allowedExecutables",
  "httpsAppIsolatedBrowsing",
  "httpsAppIsolatedBrowsingOptions",
  "egressBillTo",
  "monthlyComputeLimit",
  "monthlyEgressBytesLimit",
  "monthlyStorageLimit",
  "displayDataProtectionNotice",
];

/** Those that `/project/new` takes (§3.5). */
export const settableAtCreation: readonly SettingName[] = [
  "restricted",
  "protected",
  "downloadRestricted",
  "previewViewerRestricted",
  "externalUploadRestricted",
  "containsPHI",
  "databaseUIViewOnly",
  "databaseResultsRestricted",
  "monthlyComputeLimit",
  "monthlyEgressBytesLimit",
  "monthlyStorageLimit",
];

type Draft = { -readonly [K in SettingName]?: Settings[K] };

/** The settings of `names` that `at` gives. */
export function readSettings(at: At, names: readonly SettingName[]): Partial<Settings> {
  const draft: Draft = {};
  for (const name of names) readOne(at, name, draft);
  return draft;
}

function readOne<K extends SettingName>(at: At, name: K, into: Draft): void {
  const value = field(at, name);
  if (given(value)) into[name] = readers[name](value);
}

/** Settings with what the platform switches by itself: no download drags the preview along, unless told not to. */
export function apply(current: Settings, given: Partial<Settings>): Settings {
  const dragged =
    given.downloadRestricted === true &&
    !current.downloadRestricted &&
    given.previewViewerRestricted === undefined;
  return { ...current, ...given, ...(dragged ? { previewViewerRestricted: true } : {}) };
}
