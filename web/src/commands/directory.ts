/** The path that a shell reports with OSC 7 (`file://host/path`, percent-encoded); undefined: it is none. */
export function reportedDirectory(data: string): string | undefined {
  if (!data.startsWith('file://')) return undefined;
  try {
    return decodeURIComponent(new URL(data).pathname) || undefined;
  } catch {
    return undefined;
  }
}
