// Runs a library of ELM for each set of parameters and prints, one line a patient, every define as JSON.
// usage: node cql.mjs ELM.json PATIENTS.ndjson
import { createInterface } from "node:readline";
import { createReadStream, readFileSync } from "node:fs";
import cql from "cql-execution";

const elm = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const each of elm.library.statements.def) each.context = "Unfiltered"; // no patient: the facts are parameters
const library = new cql.Library(elm);

for await (const line of createInterface({ input: createReadStream(process.argv[3]) })) {
  const executor = new cql.Executor(library, null, JSON.parse(line));
  const { unfilteredResults } = await executor.exec(new cql.PatientSource([]));
  const kept = Object.entries(unfilteredResults).filter(([name]) => /^rule |possible at most$|deciding row$/.test(name));
  console.log(JSON.stringify(Object.fromEntries(kept.map(([name, value]) => [name, value ?? null]))));
}
