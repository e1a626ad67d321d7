'use strict';

// The contracts' examples say $NOW-10s where a fixed time would soon be too old to be taken.
const MILLIS = { s: 1000, m: 60000, h: 3600000, d: 86400000 };

function withTimes(text) {
  const now = Date.now();
  return text.replace(/\$NOW(?:([+-]\d+)([smhd]))?(?![A-Z])/g, (whole, amount, unit) =>
    new Date(now + (amount ? Number(amount) * MILLIS[unit] : 0)).toISOString()
  );
}

window.addEventListener('load', () => {
  window.SwaggerUIBundle({
    dom_id: '#swagger-ui',
    urls: [
      { url: '/v2/openapi.yaml', name: 'v2' },
      { url: '/v1/openapi.yaml', name: 'v1 (deprecated)' },
    ],
    presets: [window.SwaggerUIBundle.presets.apis, window.SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
    deepLinking: true,
    validatorUrl: null,
    responseInterceptor: (response) => {
      if (response.ok && response.url.endsWith('/openapi.yaml')) {
        response.text = withTimes(response.text);
        response.data = response.text;
      }
      return response;
    },
  });
});
