"""Reads a folder's GraphML, GEXF and PROV-JSON with NetworkX and prov, and prints what it read as JSON."""
import json
import pathlib
import sys

import networkx
import prov.model


def graph(g):
    kinds = {}
    for _, attributes in g.nodes(data=True):
        for name, value in attributes.items():
            kinds.setdefault(name, type(value).__name__)
    edge_kinds = {}
    for _, _, attributes in g.edges(data=True):
        for name, value in attributes.items():
            edge_kinds.setdefault(name, type(value).__name__)
    return {
        "directed": g.is_directed(),
        "nodes": {str(n): a for n, a in g.nodes(data=True)},
        "edges": [[str(s), str(t), a] for s, t, a in g.edges(data=True)],
        "node_kinds": kinds,
        "edge_kinds": edge_kinds,
    }


def records(bundle, kind):
    return list(bundle.get_records(kind))


def provenance(document):
    document.unified()  # fails where one name stands for two things
    bundles = {}
    for b in document.bundles:
        derived = {}
        for r in records(b, prov.model.ProvDerivation):
            for kind in r.get_asserted_types():
                derived[str(kind)] = derived.get(str(kind), 0) + 1
        bundles[str(b.identifier)] = {
            "entities": {str(e.identifier): str(e.label) for e in records(b, prov.model.ProvEntity)},
            "derivations": [[str(v) for _, v in r.formal_attributes[:2]] for r in records(b, prov.model.ProvDerivation)],
            "kinds": derived,
            "alternates": len(records(b, prov.model.ProvAlternate)),
            "confidences": [c for r in records(b, prov.model.ProvDerivation) for c in r.get_attribute("stemma:confidence")],
        }
    return bundles


found = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.name.endswith(".graphml"):
        found[path.name] = graph(networkx.read_graphml(path))
    elif path.name.endswith(".gexf"):
        found[path.name] = graph(networkx.read_gexf(path))
    elif path.name.endswith(".prov.json"):
        found[path.name] = provenance(prov.model.ProvDocument.deserialize(str(path)))
json.dump(found, sys.stdout)
