#!/bin/sh
# Health of the image: of the sandbox at $TENANTFORM_HEALTH_URL where that is set, else whether the command starts.
set -eu
if [ -n "${TENANTFORM_HEALTH_URL:-}" ]; then
  exec curl --silent --fail --output /dev/null "${TENANTFORM_HEALTH_URL%/}/sandbox/health"
fi
exec tenantform version > /dev/null
