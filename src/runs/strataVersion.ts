/** The version of Strata, which every record names; a test holds it to that of the package. */
export const STRATA_VERSION = '0.1.0'
