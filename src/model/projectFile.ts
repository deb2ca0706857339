/**
 * The entry by which a project file is known: it is a zip archive that begins with it, as an EPUB begins with its `mimetype`. So its first
 * bytes tell it from every other archive, whatever it is called.
 */
export const PROJECT_MANIFEST = 'strata.json'
