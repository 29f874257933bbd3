<#-- Vector literals, distance operators, and the types that Calcite's grammar does not have. -->

/** INTERVAL '7 days', as PostgreSQL has it; the sign and the text have been read. */
SqlNode IntervalOfText(Span s, int sign, String text) :
{
}
{
    E() { return IntervalText.of(s.end(this), sign, text); }
}

/** VECTOR '[0.1, 2]' or VECTOR ?. */
SqlNode VectorLiteral() :
{
    final Span s;
    final String text;
    final SqlNode value;
}
{
    <VECTOR> { s = span(); }
    (
        text = SimpleStringLiteral() { value = SqlLiteral.createCharString(text, getPos()); }
    |
        value = DynamicParam()
    )
    {
        return VectorOperators.VECTOR_VALUE.createCall(s.end(this), value);
    }
}

/** A literal of a type whose texts only the mirror reads: JSON '[1, 2]'. */
SqlNode MirrorLiteral() :
{
    final Span s;
    final String type;
    final String text;
}
{
    ( <JSON> | <GEOMETRY> ) { s = span(); type = token.image.toUpperCase(Locale.ROOT); }
    text = SimpleStringLiteral()
    { return SqlLiteral.createUnknown(type, text, s.end(this)); }
}

/** DATEADD and DATEDIFF, whose unit is a word or a text: DATEADD(MONTH, 1, day). */
SqlNode DateArithmeticCall() :
{
    final Span s;
    final SqlIdentifier name;
    final List<SqlNode> operands = new ArrayList<SqlNode>();
    final SqlIntervalQualifier unit;
}
{
    ( <DATEADD> | <DATEDIFF> ) { s = span(); name = new SqlIdentifier(token.image, getPos()); }
    <LPAREN>
    (
        LOOKAHEAD(TimeUnit() <COMMA>)
        unit = TimeUnit() { operands.add(SqlLiteral.createCharString(unit.getUnit().name(), unit.getParserPosition())); }
    |
        AddExpression(operands, ExprContext.ACCEPT_SUB_QUERY)
    )
    <COMMA>
    AddExpression(operands, ExprContext.ACCEPT_SUB_QUERY)
    <COMMA>
    AddExpression(operands, ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN>
    { return createCall(name, s.end(this), SqlFunctionCategory.USER_DEFINED_FUNCTION, null, operands); }
}

/** An operator that Calcite does not have, or that binds otherwise there, and its right operand. */
void MirrorOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(InfixCast.INSTANCE, getPos()));
    }
    type = DataType() { list.add(type); }
|
    <AT>
    (
        <TIME> <ZONE> {
            checkNonQueryExpression(exprContext);
            list.add(new SqlParserUtil.ToTreeListItem(AtTimeZone.ZONE, getPos()));
        }
        AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    |
        <LOCAL> {
            checkNonQueryExpression(exprContext);
            list.add(new SqlParserUtil.ToTreeListItem(AtTimeZone.LOCAL, getPos()));
        }
    )
|
    (
        <LAMBDA> { op = JsonElement.VALUE; }
    |   <JSON_TEXT> { op = JsonElement.TEXT; }
    |   <COSINE_DISTANCE> { op = VectorOperators.COSINE_INFIX; }
    |   <EUCLIDEAN_DISTANCE> { op = VectorOperators.EUCLIDEAN_INFIX; }
    |   <NEGATIVE_INNER_PRODUCT> { op = VectorOperators.NEGATIVE_INNER_PRODUCT_INFIX; }
    |   <MANHATTAN_DISTANCE> { op = VectorOperators.MANHATTAN_INFIX; }
    |   <CONCAT> { op = ConcatenationOperator.INSTANCE; }
    |   <REGEXP> { op = RegexpOperator.INSTANCE; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** VECTOR(n), and the scalar types of the mirror that Calcite's grammar does not have. */
SqlTypeNameSpec VectraTypeName() :
{
    final Span s;
    String name;
    String arguments;
    final SqlIntervalQualifier qualifier;
    int dimension = 0;
    String kind = "";
}
{
    <VECTOR> { s = span(); }
    [ LOOKAHEAD(2) <LPAREN> dimension = UnsignedIntLiteral() [ <COMMA> kind = TypeWord() ] <RPAREN> ]
    { return new VectorTypeNameSpec(dimension, kind, s.end(this)); }
|
    LOOKAHEAD(3)
    ( <CHARACTER> | <CHAR> ) { s = span(); } <LARGE> <OBJECT> arguments = TypeArguments()
    { return new MirrorTypeNameSpec("CHARACTER LARGE OBJECT", arguments, s.end(this)); }
|
    LOOKAHEAD(2)
    <BINARY> { s = span(); } <LARGE> <OBJECT> arguments = TypeArguments()
    { return new MirrorTypeNameSpec("BINARY LARGE OBJECT", arguments, s.end(this)); }
|
    <NATIONAL> { s = span(); } ( <CHARACTER> | <CHAR> ) { name = "CHARACTER"; }
    [ <VARYING> { name = "CHARACTER VARYING"; } | <LARGE> <OBJECT> { name = "CHARACTER LARGE OBJECT"; } ] arguments = TypeArguments()
    { return new MirrorTypeNameSpec(name, arguments, s.end(this)); }
|
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier()
    { return new MirrorTypeNameSpec("INTERVAL " + qualifier, "", s.end(this)); }
|
    (
        <FLOAT> | <DATETIME> | <CLOB> | <NCLOB> | <BLOB> | <NCHAR> | <BIT> | <GEOMETRY> | <JSON> | <UUID> | <NUMERIC> | <NUMBER> | <IDENTITY>
    |
        LOOKAHEAD({ MirrorTypeNameSpec.isName(getToken(1).image) || getToken(2).kind == LPAREN }) <IDENTIFIER> { MirrorTypeNameSpec.checkName(token.image, getPos()); }
    )
    { name = token.image.toUpperCase(Locale.ROOT); s = span(); }
    arguments = TypeArguments()
    { return new MirrorTypeNameSpec(name, arguments, s.end(this)); }
}

/** A word inside a type's parentheses, in upper case. */
String TypeWord() :
{
    final SqlIdentifier word;
}
{
    word = SimpleIdentifier() { return word.getSimple().toUpperCase(Locale.ROOT); }
}

/** What follows a type's name in parentheses, as the mirror's SQL; empty if there is nothing. */
String TypeArguments() :
{
    final StringBuilder text = new StringBuilder();
}
{
    [
        LOOKAHEAD(1)
        <LPAREN> { text.append('('); }
        TypeArgument(text)
        ( <COMMA> { text.append(", "); } TypeArgument(text) )*
        <RPAREN> { text.append(')'); }
    ]
    { return text.toString(); }
}

void TypeArgument(StringBuilder text) :
{
    String word;
}
{
    <UNSIGNED_INTEGER_LITERAL> { text.append(token.image); }
    (
        word = TypeWord() {
            if (!MirrorTypeNameSpec.isLengthUnit(word)) {
                throw SqlUtil.newContextException(getPos(), RESOURCE.unknownIdentifier(word));
            }
            text.append(word.length() == 1 ? "" : " ").append(word);
        }
    )*
|
    <QUOTED_STRING> { text.append(token.image); }
|
    word = TypeWord() { text.append(word); }
}
