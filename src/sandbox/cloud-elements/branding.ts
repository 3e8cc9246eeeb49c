import { type At, entries } from "../shape.ts";
import { badRequest } from "./errors.ts";

/** The fields that a branding always had, in 2017 already: the others came later and may be left out. */
const required = [
  "headerFont",
  "headerColor",
  "bodyFont",
  "bodyColor",
  "themePrimaryColor",
  "themeSecondaryColor",
  "themeHighlightColor",
  "buttonPrimaryBackgroundColor",
  "buttonPrimaryTextColor",
  "buttonSecondaryBackgroundColor",
  "buttonSecondaryTextColor",
  "buttonDeleteBackgroundColor",
  "buttonDeleteTextColor",
  "logoBackgroundColor",
  "topBarBackgroundColor",
  "navigationBackgroundColor",
  "contextBackgroundColor",
];

const later = [
  "cardHeaderColor",
  "cardBackground",
  "cardMenuBackground",
  "cardMenuLinkColor",
  "navigationLinkBackground",
  "navigationLinkForeground",
  "navigationLinkBackgroundHover",
  "navigationLinkForegroundHover",
  "navigationLinkBackgroundActive",
  "navigationLinkForegroundActive",
  "topBarNavigationColor",
  "topBarTitleColor",
  "tableHeaderBackground",
  "tableHeaderForeground",
  "tableBodyBackground",
  "tableBodyForeground",
  "componentsBorderColor",
  "navigationItemBorderColor",
  "navigationIconSize",
  "navigationLabelSize",
  "navigationWidth",
  "documentationUrl",
  "logo",
  "favicon",
];

const known: ReadonlySet<string> = new Set([...required, ...later]);

/** What a field may hold; everything that is not a font, a size or an address is a colour. */
function patternOf(name: string): RegExp {
  if (name.endsWith("Font")) return /\S/;
  if (name.endsWith("Size") || name.endsWith("Width")) return /^\d{1,5}(\.\d{1,5})?(px|em|rem|%)$/;
  if (name === "documentationUrl" || name === "logo" || name === "favicon") return /^https?:\/\/\S+$/;
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
}

/** A whole branding, or a 400 with one of the two messages that the platform has (cloud-elements.md §3b). */
export function readBranding(body: At): Record<string, string> {
  const branding: Record<string, string> = Object.create(null);
  const invalid: string[] = [];
  for (const [name, { value }] of entries(body)) {
    if (known.has(name) && typeof value === "string" && patternOf(name).test(value)) branding[name] = value;
    else if (value !== null) invalid.push(name);
  }
  const missing = required.filter((name) => branding[name] === undefined && !invalid.includes(name));
  if (missing.length > 0) throw badRequest(`Branding missing required field(s): ${missing.join(", ")}`);
  if (invalid.length > 0) throw badRequest(`Branding contains invalid field(s): ${invalid.join(", ")}`);
  return branding;
}
