/**
 * Which values the laws are tried on. In the ordinary run always the same ones, so that a change is refused for what it did and not
 * for the luck of the day; with TENANTFORM_FULL=1, more of them and other ones each time (a failure prints its seed).
 */
import fc from 'fast-check'

if (process.env['TENANTFORM_FULL'] !== '1') fc.configureGlobal({ seed: 20_261_126 })
