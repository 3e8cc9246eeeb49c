/**
 * `@peculiar/x509` finds its algorithms through tsyringe, which refuses to load where `Reflect` keeps no metadata. None is
 * written or read for what is used here, so that none has to be kept.
 */
export function provideMetadata(): void {
  if ("getMetadata" in Reflect) return;
  Object.assign(Reflect, {
    defineMetadata: () => {},
    getMetadata: () => undefined,
    getOwnMetadata: () => undefined,
    hasOwnMetadata: () => false,
  });
}
