import { styleText } from "node:util";

/** What a renderer may emphasize. Everything is readable without it: symbols and words carry the meaning. */
export interface Style {
  readonly create: (text: string) => string;
  readonly update: (text: string) => string;
  readonly delete: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string): string => text;

/** No colour at all: the default of every renderer. */
export const plainStyle: Style = {
  create: same,
  update: same,
  delete: same,
  error: same,
  warning: same,
  heading: same,
  dim: same,
};

type Format = Parameters<typeof styleText>[0];

// The stream is not asked: whoever chose this style has already decided that there shall be colour.
const paint =
  (format: Format) =>
  (text: string): string =>
    text === "" ? text : styleText(format, text, { validateStream: false });

/** The sixteen colours that every terminal theme defines. */
export const colourStyle: Style = {
  create: paint("green"),
  update: paint("yellow"),
  delete: paint("red"),
  error: paint(["bold", "red"]),
  warning: paint(["bold", "yellow"]),
  heading: paint("bold"),
  dim: paint("dim"),
};
