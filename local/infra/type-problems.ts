import type { BicepType, DiscriminatedObjectType, ObjectType, ObjectTypeProperty, TypeReference } from "@azure/bicep-types";
import { at, type BicepFile, below, children, isPlainText, type Node, type Problem, propertiesOf, type Resource, textOf } from "./bicep.ts";
import type { Kind } from "./functions.ts";
import type { Body, ResourceTypes } from "./resource-types.ts";
import { kindOf, meant } from "./values.ts";

const REQUIRED = 1;
const READ_ONLY = 2;
/** Bicep's own words in the body of a resource. */
const BICEP_WORDS = new Set(["parent", "scope", "dependsOn"]);
const SCOPE_BITS = { tenant: 1, managementGroup: 2, subscription: 4, resourceGroup: 8 };

/** Resources that do not fit the type data of their API version. */
export function typeProblems(file: BicepFile, types: ResourceTypes): readonly Problem[] {
  return [...file.resources.flatMap((resource) => resourceProblems(file, resource, types)), ...readProblems(file, types)];
}

function resourceProblems(file: BicepFile, resource: Resource, types: ResourceTypes): readonly Problem[] {
  const { node, symbol, type, apiVersion, isExisting } = resource;
  const where = at(file.path, node);
  const body = types.bodies.get(`${type}@${apiVersion}`.toLowerCase());
  if (!body) {
    const known = types.versions.get(type.toLowerCase());
    return [{ where, text: known ? `${type} has no API version ${apiVersion}; there is ${known.join(", ")}` : `there is no type ${type}` }];
  }
  if (isExisting) return propertiesOf(resource.body).has("name") ? [] : [{ where, text: `${symbol}: name is missing` }];
  const isExtension = propertiesOf(resource.body).has("scope");
  const scoped =
    isExtension || (body.scopes & SCOPE_BITS[file.scope]) !== 0 ? [] : [{ where, text: `${type} cannot stand in a ${file.scope}` }];
  return [...scoped, ...misfits({ file, body }, body.type, resource.body, symbol, BICEP_WORDS)];
}

interface Context {
  readonly file: BicepFile;
  readonly body: Body;
}

function misfits(context: Context, type: BicepType, given: Node, path: string, others?: ReadonlySet<string>): readonly Problem[] {
  const node = meant(context.file, given);
  const [, second, third] = children(node);
  if (node.type === "ternary_expression" && second && third)
    return [...misfits(context, type, second, path, others), ...misfits(context, type, third, path, others)];
  const kind = kindOf(context.file, node);
  if (kind === "null" || kind === "any") return [];
  const wanted = KINDS[type.type];
  if (wanted !== undefined && kind !== wanted) return [problem(context, node, `${path} is a ${wanted}, not a ${kind}`)];
  switch (type.type) {
    case "StringLiteralType":
      return isPlainText(node) && textOf(node) !== type.value
        ? [problem(context, node, `${path} is '${type.value}', not ${node.text}`)]
        : [];
    case "UnionType":
      return unionMisfits(context, type.elements.map(context.body.lookUp), node, path);
    case "ArrayType": {
      const items = node.type === "for_statement" ? children(node).slice(-1) : node.type === "array" ? children(node) : [];
      return items.flatMap((item, index) => misfits(context, context.body.lookUp(type.itemType), item, `${path}[${index}]`));
    }
    case "ObjectType":
    case "DiscriminatedObjectType":
      return node.type === "object" ? objectMisfits(context, type, node, path, others) : [];
    default:
      return [];
  }
}

const KINDS: Readonly<Record<string, Kind>> = {
  StringType: "string",
  StringLiteralType: "string",
  IntegerType: "int",
  BooleanType: "bool",
  ArrayType: "array",
  ObjectType: "object",
  DiscriminatedObjectType: "object",
};

const problem = ({ file }: Context, node: Node, text: string): Problem => ({ where: at(file.path, node), text });

/** It fits where it fits one of them. A parameter that may be any text fits none of a closed list. */
function unionMisfits(context: Context, elements: readonly BicepType[], node: Node, path: string): readonly Problem[] {
  const literals = elements.flatMap((element) => (element.type === "StringLiteralType" ? [element.value] : []));
  const param = node.type === "identifier" ? context.file.params.get(node.text) : undefined;
  const fits =
    param && literals.length === elements.length
      ? (param.allowed ?? [""]).every((value) => literals.includes(value.replaceAll("'", "")))
      : elements.some((element) => misfits(context, element, node, "").length === 0);
  if (fits) return [];
  const takes = literals.length > 0 ? literals.join(", ") : elements.map(({ type }) => type).join(", ");
  return [problem(context, node, `${path} is ${node.text}; it takes ${takes}`)];
}

interface Shape {
  readonly properties: Readonly<Record<string, ObjectTypeProperty>>;
  readonly rest?: TypeReference | undefined;
}

/** What an object may hold. Where one property says which of several shapes it has, that one. */
function shapeOf({ file, body }: Context, type: ObjectType | DiscriminatedObjectType, node: Node): Shape | string | undefined {
  if (type.type === "ObjectType") return { properties: type.properties, rest: type.additionalProperties };
  const value = propertiesOf(node).get(type.discriminator);
  if (!value) return `lacks ${type.discriminator}, which says what it is`;
  const chosen = meant(file, value);
  if (!isPlainText(chosen)) return undefined;
  const reference = type.elements[textOf(chosen)];
  if (!reference) return `has a ${type.discriminator} ${chosen.text}; it is one of ${Object.keys(type.elements).join(", ")}`;
  const element = body.lookUp(reference);
  if (element.type !== "ObjectType") return undefined;
  return { properties: { ...type.baseProperties, ...element.properties }, rest: element.additionalProperties };
}

function objectMisfits(
  context: Context,
  type: ObjectType | DiscriminatedObjectType,
  node: Node,
  path: string,
  others: ReadonlySet<string> = new Set(),
): readonly Problem[] {
  const shape = shapeOf(context, type, node);
  if (shape === undefined) return [];
  if (typeof shape === "string") return [problem(context, node, `${path} ${shape}`)];
  const given = propertiesOf(node);
  const missing = Object.entries(shape.properties).filter(([name, { flags }]) => (flags & REQUIRED) !== 0 && !given.has(name));
  return [
    ...[...given].flatMap(([name, value]) => (others.has(name) ? [] : propertyMisfits(context, shape, name, value, `${path}.${name}`))),
    ...missing.map(([name]) => problem(context, node, `${path}.${name} is missing`)),
  ];
}

function propertyMisfits(context: Context, { properties, rest }: Shape, name: string, value: Node, path: string): readonly Problem[] {
  const property = properties[name];
  if (property === undefined)
    return rest
      ? misfits(context, context.body.lookUp(rest), value, path)
      : [problem(context, value, `${path} is unknown${suggestion(name, Object.keys(properties))}`)];
  if ((property.flags & READ_ONLY) !== 0) return [problem(context, value, `${path} cannot be set, only read`)];
  return misfits(context, context.body.lookUp(property.type), value, path);
}

const suggestion = (name: string, known: readonly string[]): string => {
  const near = known.find((each) => each.toLowerCase() === name.toLowerCase() || each.startsWith(name) || name.startsWith(each));
  return near === undefined ? "" : `; it is spelt ${near}`;
};

/** `account.properties.primaryEndpoints.blob`: what is read of a resource must be there. */
function readProblems(file: BicepFile, types: ResourceTypes): readonly Problem[] {
  const inner = new Set(below(file.root).flatMap((node) => (node.type === "member_expression" ? [children(node)[0]?.id] : [])));
  return below(file.root).flatMap((node) => {
    const [, symbol, trail = ""] =
      /^(\w+)!?((?:\.\w+)+)$/.exec(node.type === "member_expression" && !inner.has(node.id) ? node.text : "") ?? [];
    const resource = file.resources.find((each) => each.symbol === symbol);
    const body = resource && types.bodies.get(`${resource.type}@${resource.apiVersion}`.toLowerCase());
    const lost = body && lostAt(body, body.type, trail.slice(1).split("."));
    return lost === undefined ? [] : [{ where: at(file.path, node), text: `${node.text}: ${symbol} has no ${lost}` }];
  });
}

/** The first name on the way that a type does not have. */
function lostAt(body: Body, type: BicepType, [name, ...more]: readonly string[]): string | undefined {
  if (name === undefined) return undefined;
  if (type.type !== "ObjectType" && type.type !== "DiscriminatedObjectType") return undefined;
  const properties = type.type === "ObjectType" ? type.properties : type.baseProperties;
  const property = properties[name];
  if (property) return lostAt(body, body.lookUp(property.type), more);
  return type.type === "ObjectType" && !type.additionalProperties ? name : undefined;
}
