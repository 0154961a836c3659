// node read_opds.js NODE_MODULES FEED...: what Readium's parser of OPDS 2.0 has read in each feed, as JSON.
const { readFileSync } = require("fs");
const { join } = require("path");

const [modules, ...feeds] = process.argv.slice(2);
const from = (name, path) => require(join(modules, name, "dist", "es8-es2017", "src", path));

from("r2-shared-js", "init-globals").initGlobalConverters_GENERIC();
from("r2-shared-js", "init-globals").initGlobalConverters_SHARED();
from("r2-opds-js", "opds/init-globals").initGlobalConverters_OPDS();
const { TaJsonDeserialize } = from("r2-lcp-js", "serializable");
const { OPDSFeed } = from("r2-opds-js", "opds/opds2/opds2");

const link = (one) => [one.Rel?.[0] ?? null, one.Href, one.TypeLink];
const names = (people) => (people ?? []).map((person) => person.Name);
const publication = (one) => ({
  title: one.Metadata.Title,
  authors: names(one.Metadata.Author),
  languages: one.Metadata.Language,
  links: one.Links.map(link),
  images: one.Images.map((image) => [image.Href, image.TypeLink]),
});
const read = (path) => {
  const feed = TaJsonDeserialize(JSON.parse(readFileSync(path, "utf8")), OPDSFeed);
  return {
    title: feed.Metadata.Title,
    links: feed.Links.map(link),
    navigation: (feed.Navigation ?? []).map((one) => [one.Title, one.Href]),
    publications: (feed.Publications ?? []).map(publication),
  };
};
console.log(JSON.stringify(feeds.map(read)));
