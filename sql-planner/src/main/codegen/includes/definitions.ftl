<#-- CREATE, ALTER, DROP, COMMENT ON and TRUNCATE. -->

/** CREATE TABLE, TEMPORARY TABLE, VIEW, SCHEMA, SEQUENCE or INDEX. */
SqlNode CreateDefinition() :
{
    final Span s;
    final SqlNode node;
    boolean unique = false;
    boolean replaces = false;
}
{
    <CREATE> { s = span(); }
    (
        node = CreateTable(s)
    |
        node = CreateTemporaryTable(s)
    |
        [ <OR> <REPLACE> { replaces = true; } ] [ <FORCE> ] node = CreateView(s, replaces)
    |
        node = CreateSchema(s)
    |
        node = CreateSequence(s)
    |
        [ <UNIQUE> { unique = true; } ] node = CreateIndex(s, unique)
    )
    { return node; }
}

SqlNode CreateView(Span s, boolean replaces) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = null;
    final SqlParserPos as;
    final SqlNode query;
}
{
    <VIEW> ifNotExists = IfNotExists() name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> { as = getPos(); } query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return new CreateViewNode(s.end(this), new CreateViewNode.Parts(name, columns, as, query), replaces, ifNotExists); }
}

SqlNode CreateSchema(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    <SCHEMA> ifNotExists = IfNotExists() name = SimpleIdentifier()
    { return new CreateSchemaNode(s.end(this), name, ifNotExists); }
}

SqlNode CreateSequence(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final StringBuilder text = new StringBuilder();
}
{
    <SEQUENCE> ifNotExists = IfNotExists() name = CompoundIdentifier()
    [ <AS> SequenceType(text) ]
    ( SequenceOption(text) )*
    { return new CreateSequenceNode(s.end(this), name, text.toString().trim(), ifNotExists); }
}

void SequenceType(StringBuilder text) :
{
}
{
    ( <TINYINT> | <SMALLINT> | <INTEGER> | <INT> | <BIGINT> ) { text.append(" AS ").append(token.image); }
}

/** ALTER TABLE, SEQUENCE, INDEX, VIEW or SCHEMA. */
SqlNode AlterDefinition() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlIdentifier to;
    final RenameNode.Kind kind;
    final AlterAction action;
    String number;
    final StringBuilder text = new StringBuilder();
}
{
    <ALTER> { s = span(); }
    (
        <TABLE> ifExists = IfExists() name = CompoundIdentifier() action = AlterTableAction()
        [ <COMMA> { RefusedForm.SEVERAL_ACTIONS.refuse(getPos()); } ]
        { return new AlterTableNode(s.end(this), name, ifExists, action); }
    |
        <SEQUENCE> ifExists = IfExists() name = CompoundIdentifier()
        (
            SequenceOption(text)
        |
            <RESTART> { text.append(" RESTART"); } [ <WITH> number = SignedInteger() { text.append(" WITH ").append(number); } ]
        )+
        { return new AlterSequenceNode(s.end(this), name, text.toString().trim(), ifExists); }
    |
        ( <INDEX> { kind = RenameNode.Kind.INDEX; } | <VIEW> { kind = RenameNode.Kind.VIEW; } )
        ifExists = IfExists() name = CompoundIdentifier() <RENAME> <TO> to = SimpleIdentifier()
        { return new RenameNode(s.end(this), kind, name, to, ifExists); }
    |
        <SCHEMA> ifExists = IfExists() name = SimpleIdentifier() <RENAME> <TO> to = SimpleIdentifier()
        { return new RenameNode(s.end(this), RenameNode.Kind.SCHEMA, name, to, ifExists); }
    )
}

AlterAction AlterTableAction() :
{
    boolean exists = false;
    SqlIdentifier name = null;
    SqlIdentifier to;
    ConstraintNode constraint;
    ColumnNode column;
    final List<ColumnNode> columns = new ArrayList<ColumnNode>();
    final List<SqlNode> names = new ArrayList<SqlNode>();
    final AlterAction action;
}
{
    <ADD>
    (
        LOOKAHEAD({ getToken(1).kind == CONSTRAINT || getToken(1).kind == PRIMARY || getToken(1).kind == UNIQUE
            || getToken(1).kind == FOREIGN || getToken(1).kind == CHECK && getToken(2).kind == LPAREN })
        [ <CONSTRAINT> exists = IfNotExists() name = SimpleIdentifier() ]
        constraint = AddedConstraint(name)
        { return new AlterAction.AddConstraint(constraint, exists); }
    |
        [ LOOKAHEAD(2) <COLUMN> ] exists = IfNotExists()
        (
            <LPAREN> column = ColumnDefinition() { columns.add(column); }
            ( <COMMA> column = ColumnDefinition() { columns.add(column); } )* <RPAREN>
        |
            column = ColumnDefinition() { columns.add(column); }
        )
        { return new AlterAction.AddColumns(columns, exists); }
    )
|
    <DROP>
    (
        LOOKAHEAD(2) <CONSTRAINT> exists = IfExists() name = SimpleIdentifier() [ <CASCADE> | <RESTRICT> ]
        { return new AlterAction.DropConstraint(name, exists); }
    |
        LOOKAHEAD(2) <PRIMARY> <KEY>
        { return new AlterAction.DropConstraint(null, false); }
    |
        [ LOOKAHEAD(2) <COLUMN> ] exists = IfExists()
        (
            <LPAREN> name = SimpleIdentifier() { names.add(name); }
            ( <COMMA> name = SimpleIdentifier() { names.add(name); } )* <RPAREN>
        |
            name = SimpleIdentifier() { names.add(name); }
            ( <COMMA> name = SimpleIdentifier() { names.add(name); } )*
        )
        { return new AlterAction.DropColumns(names, exists); }
    )
|
    <RENAME>
    (
        <TO> name = CompoundIdentifier() { return new AlterAction.RenameTable(name); }
    |
        LOOKAHEAD(2) <CONSTRAINT> name = SimpleIdentifier() <TO> to = SimpleIdentifier()
        { return new AlterAction.RenameConstraint(name, to); }
    |
        [ LOOKAHEAD(2) <COLUMN> ] name = SimpleIdentifier() <TO> to = SimpleIdentifier()
        { return new AlterAction.RenameColumn(name, to); }
    )
|
    <ALTER> [ LOOKAHEAD(2) <COLUMN> ] exists = IfExists() name = SimpleIdentifier() action = AlterColumnAction(name)
    { return exists ? new AlterAction.IfColumnExists(name, action) : action; }
}

ConstraintNode AddedConstraint(SqlIdentifier name) :
{
    final SqlNodeList columns;
    final SqlNode e;
    final ReferenceNode reference;
    final ConstraintNode constraint;
}
{
    (
        <PRIMARY> <KEY> columns = ParenthesizedSimpleIdentifierList() { constraint = ConstraintNode.primaryKey(getPos(), name, columns); }
    |
        <UNIQUE> columns = ParenthesizedSimpleIdentifierList() { constraint = ConstraintNode.unique(getPos(), name, columns); }
    |
        <CHECK> <LPAREN> e = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN> { constraint = ConstraintNode.check(getPos(), name, e); }
    |
        <FOREIGN> <KEY> columns = ParenthesizedSimpleIdentifierList() reference = References()
        { constraint = ConstraintNode.foreignKey(getPos(), name, columns, reference); }
    )
    [ <CHECK> ]
    { return constraint; }
}

AlterAction AlterColumnAction(SqlIdentifier name) :
{
    SqlIdentifier to;
    SqlDataTypeSpec type;
    SqlNode e = null;
    String number = "";
    ColumnNode column;
}
{
    LOOKAHEAD(2)
    <SET>
    (
        LOOKAHEAD(2) <DATA> <TYPE> type = ColumnType() [ <USING> e = Expression(ExprContext.ACCEPT_NON_QUERY) ]
        { return new AlterAction.ColumnType(name, type, e); }
    |
        <DEFAULT_> e = Expression(ExprContext.ACCEPT_NON_QUERY) { return new AlterAction.ColumnDefault(name, e); }
    |
        <NOT> <NULL> { return new AlterAction.ColumnNullability(name, false); }
    |
        <NULL> { return new AlterAction.ColumnNullability(name, true); }
    )
|
    LOOKAHEAD(2)
    <DROP>
    (
        <DEFAULT_> { return new AlterAction.ColumnDefault(name, null); }
    |
        <NOT> <NULL> { return new AlterAction.ColumnNullability(name, true); }
    )
|
    LOOKAHEAD(2)
    <RENAME> <TO> to = SimpleIdentifier() { return new AlterAction.RenameColumn(name, to); }
|
    LOOKAHEAD({ getToken(1).kind == RESTART })
    <RESTART> [ <WITH> number = SignedInteger() ] { return new AlterAction.ColumnRestart(name, number); }
|
    LOOKAHEAD({ getToken(1).kind == TYPE })
    <TYPE> type = ColumnType() [ <USING> e = Expression(ExprContext.ACCEPT_NON_QUERY) ]
    { return new AlterAction.ColumnType(name, type, e); }
|
    type = ColumnType() { column = new ColumnNode(name, type); }
    ( ColumnOption(column) )*
    { return new AlterAction.Redefine(column); }
}

/** COMMENT ON TABLE, VIEW, COLUMN, SCHEMA, SEQUENCE, INDEX or CONSTRAINT name IS text. */
SqlNode CommentOn() :
{
    final Span s;
    final String kind;
    final SqlIdentifier name;
    final SqlNode text;
}
{
    <COMMENT> { s = span(); } <ON>
    ( <TABLE> | <VIEW> | <COLUMN> | <SCHEMA> | <SEQUENCE> | <INDEX> | <CONSTRAINT> ) { kind = token.image.toUpperCase(Locale.ROOT); }
    name = CompoundIdentifier() <IS> ( text = CharacterString() | <NULL> { text = SqlLiteral.createCharString("", getPos()); } )
    { return new CommentNode(s.end(this), kind, name, text); }
}

boolean IfNotExists() :
{
}
{
    LOOKAHEAD(2) <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2) <IF> <EXISTS> { return true; }
|
    { return false; }
}

SqlNode CreateTable(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<ColumnNode> columns = new ArrayList<ColumnNode>();
    final List<ConstraintNode> constraints = new ArrayList<ConstraintNode>();
    SqlNodeList names = null;
    final SqlNode query;
    final CreateTableNode definition;
    boolean withData = true;
}
{
    <TABLE> ifNotExists = IfNotExists() name = CompoundIdentifier()
    (
        LOOKAHEAD(<AS> | <LPAREN> SimpleIdentifier() ( <COMMA> | <RPAREN> ))
        [ names = ParenthesizedSimpleIdentifierList() ]
        <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        [ LOOKAHEAD(2) <WITH> [ <NO> { withData = false; } ] <DATA> ]
        { return new CreateTableAsNode(s.end(this), new CreateTableAsNode.Parts(name, names, query, null), ifNotExists, withData); }
    |
        <LPAREN>
        TableElement(columns, constraints)
        ( <COMMA> TableElement(columns, constraints) )*
        <RPAREN>
        { definition = new CreateTableNode(s.end(this), name, ifNotExists, columns, constraints); }
        [
            <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
            [ LOOKAHEAD(2) <WITH> [ <NO> { withData = false; } ] <DATA> ]
            { return new CreateTableAsNode(s.end(this), new CreateTableAsNode.Parts(name, null, query, definition), ifNotExists, withData); }
        ]
        { return definition; }
    )
}

/**
 * CREATE [GLOBAL | LOCAL] TEMPORARY TABLE … [ON COMMIT …] [NOT PERSISTENT] [TRANSACTIONAL]; ON COMMIT may stand before AS
 * too.
 */
SqlNode CreateTemporaryTable(Span s) :
{
    final SqlNode table;
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList names = null;
    final SqlNode query;
    boolean withData = true;
    TemporaryTable.OnCommit onCommit = TemporaryTable.OnCommit.PRESERVE_ROWS;
    boolean global = false;
    boolean transactional = false;
}
{
    [ <GLOBAL> { global = true; } | <LOCAL> ] ( <TEMPORARY> | <TEMP> )
    (
        LOOKAHEAD(<TABLE> IfNotExists() CompoundIdentifier() [ ParenthesizedSimpleIdentifierList() ] <ON>)
        <TABLE> ifNotExists = IfNotExists() name = CompoundIdentifier()
        [ names = ParenthesizedSimpleIdentifierList() ]
        onCommit = OnCommit()
        <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        [ LOOKAHEAD(2) <WITH> [ <NO> { withData = false; } ] <DATA> ]
        { table = new CreateTableAsNode(s.end(this), new CreateTableAsNode.Parts(name, names, query, null), ifNotExists, withData); }
    |
        table = CreateTable(s)
        [ onCommit = OnCommit() ]
    )
    [ <NOT> <PERSISTENT> ]
    [ <TRANSACTIONAL> { transactional = true; } ]
    { return new TemporaryTableNode(s.end(this), table, new TemporaryTableNode.Options(global, onCommit, transactional)); }
}

TemporaryTable.OnCommit OnCommit() :
{
}
{
    <ON> <COMMIT>
    (
        <PRESERVE> <ROWS> { return TemporaryTable.OnCommit.PRESERVE_ROWS; }
    |
        <DELETE> <ROWS> { return TemporaryTable.OnCommit.DELETE_ROWS; }
    |
        <DROP> { return TemporaryTable.OnCommit.DROP; }
    )
}

void TableElement(List<ColumnNode> columns, List<ConstraintNode> constraints) :
{
    final ConstraintNode constraint;
    final ColumnNode column;
}
{
    LOOKAHEAD(2)
    constraint = TableConstraint() { constraints.add(constraint); }
|
    column = ColumnDefinition() { columns.add(column); }
}

ColumnNode ColumnDefinition() :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final ColumnNode column;
}
{
    name = SimpleIdentifier() type = ColumnType()
    { column = new ColumnNode(name, type); }
    ( ColumnOption(column) )*
    { return column; }
}

/** A data type; brackets after it hold the maximum length of an array, or make one of it: INT ARRAY[5], INT[]. */
SqlDataTypeSpec ColumnType() :
{
    final SqlDataTypeSpec type;
    int length = -1;
}
{
    type = DataType()
    [
        LOOKAHEAD(2) <LBRACKET> <RBRACKET> { return MirrorTypeNameSpec.arrayOf(type); }
    |
        <LBRACKET> length = UnsignedIntLiteral() <RBRACKET>
    ]
    { return length < 0 ? type : MirrorTypeNameSpec.withArrayLength(type, length); }
}

void ColumnOption(ColumnNode column) :
{
    SqlNode e;
    boolean always;
    String identity;
    SqlIdentifier name = null;
    ReferenceNode reference;
}
{
    <NOT> <NULL> { column.setNotNull(); }
|
    <NULL>
|
    <DEFAULT_> e = Expression(ExprContext.ACCEPT_NON_QUERY) { column.setDefault(e); }
|
    <GENERATED>
    ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> { always = false; } )
    <AS>
    (
        <IDENTITY> identity = IdentityOptions() { column.setIdentity(always, identity); }
    |
        <LPAREN> e = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN> [ <STORED> ] { column.setGenerated(e, always); }
    )
|
    <AUTO_INCREMENT> { column.setIdentity(false, ""); }
|
    <IDENTITY> identity = IdentityOptions() { column.setIdentity(false, identity); }
|
    <COMMENT> e = CharacterString() { column.setComment(e); }
|
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    (
        <PRIMARY> <KEY> { column.add(ConstraintNode.primaryKey(getPos(), name, null)); }
    |
        <UNIQUE> { column.add(ConstraintNode.unique(getPos(), name, null)); }
    |
        <CHECK> <LPAREN> e = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN> { column.add(ConstraintNode.check(getPos(), name, e)); }
    |
        reference = References() { column.add(ConstraintNode.foreignKey(getPos(), name, null, reference)); }
    )
}

ConstraintNode TableConstraint() :
{
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final SqlNode e;
    final ReferenceNode reference;
}
{
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    (
        <PRIMARY> <KEY> columns = ParenthesizedSimpleIdentifierList() { return ConstraintNode.primaryKey(getPos(), name, columns); }
    |
        <UNIQUE> columns = ParenthesizedSimpleIdentifierList() { return ConstraintNode.unique(getPos(), name, columns); }
    |
        <CHECK> <LPAREN> e = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN> { return ConstraintNode.check(getPos(), name, e); }
    |
        <FOREIGN> <KEY> columns = ParenthesizedSimpleIdentifierList() reference = References()
        { return ConstraintNode.foreignKey(getPos(), name, columns, reference); }
    )
}

ReferenceNode References() :
{
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final ReferenceNode reference;
    String action;
}
{
    <REFERENCES> table = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    { reference = new ReferenceNode(table, columns); }
    (
        LOOKAHEAD(2) <ON> <DELETE> action = ReferentialAction() { reference.setOnDelete(action); }
    |
        <ON> <UPDATE> action = ReferentialAction() { reference.setOnUpdate(action); }
    )*
    { return reference; }
}

String ReferentialAction() :
{
}
{
    <CASCADE> { return "CASCADE"; }
|
    <RESTRICT> { return "RESTRICT"; }
|
    <NO> <ACTION> { return "NO ACTION"; }
|
    LOOKAHEAD(2) <SET> <NULL> { return "SET NULL"; }
|
    <SET> <DEFAULT_> { return "SET DEFAULT"; }
}

/** The options of an identity as the mirror's SQL; empty if there are none. */
String IdentityOptions() :
{
    final StringBuilder text = new StringBuilder();
    String number;
}
{
    [
        LOOKAHEAD(1)
        <LPAREN>
        (
            SequenceOption(text)
        |
            // AUTO_INCREMENT(start, increment) and IDENTITY(start, increment)
            number = SignedInteger() { text.append(" START WITH ").append(number); }
            [ <COMMA> number = SignedInteger() { text.append(" INCREMENT BY ").append(number); } ]
        )+
        <RPAREN>
    ]
    { return text.toString().trim(); }
}

/** An option of a sequence or identity, appended as the mirror's SQL. */
void SequenceOption(StringBuilder text) :
{
    String number;
}
{
    <START> [ <WITH> ] number = SignedInteger() { text.append(" START WITH ").append(number); }
|
    <INCREMENT> [ <BY> ] number = SignedInteger() { text.append(" INCREMENT BY ").append(number); }
|
    <MINVALUE> number = SignedInteger() { text.append(" MINVALUE ").append(number); }
|
    <MAXVALUE> number = SignedInteger() { text.append(" MAXVALUE ").append(number); }
|
    <CACHE> number = SignedInteger() { text.append(" CACHE ").append(number); }
|
    <CYCLE> { text.append(" CYCLE"); }
|
    <NO> ( <MINVALUE> | <MAXVALUE> | <CACHE> | <CYCLE> ) { text.append(" NO ").append(token.image.toUpperCase(Locale.ROOT)); }
}

String SignedInteger() :
{
    String sign = "";
}
{
    [ <PLUS> | <MINUS> { sign = "-"; } ] <UNSIGNED_INTEGER_LITERAL> { return sign + token.image; }
}

SqlNode CreateIndex(Span s, boolean unique) :
{
    final boolean ifNotExists;
    SqlIdentifier name = null;
    SqlIdentifier method = null;
    final SqlIdentifier table;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    final List<IndexOptionNode> given = new ArrayList<IndexOptionNode>();
}
{
    <INDEX> [ LOOKAHEAD(1) <CONCURRENTLY> ] ifNotExists = IfNotExists()
    [ name = CompoundIdentifier() ]
    <ON> table = CompoundIdentifier()
    [ <USING> method = SimpleIdentifier() ]
    <LPAREN>
    IndexColumn(columns, given)
    ( <COMMA> IndexColumn(columns, given) )*
    <RPAREN>
    [ <WITH> IndexOptions(given) ]
    [ <WHERE> { RefusedForm.PARTIAL_INDEX.refuse(getPos()); } ]
    { return new CreateIndexNode(s.end(this), new CreateIndexNode.Parts(name, table, method, columns, given), unique, ifNotExists); }
}

/** A column of an index, with its order, or with pgvector's word for a metric. */
void IndexColumn(List<SqlNode> columns, List<IndexOptionNode> given) :
{
    final SqlIdentifier word;
}
{
    AddOrderItem(columns)
    [ word = SimpleIdentifier() { given.add(OperatorClass.option(word)); } ]
}

void IndexOptions(List<IndexOptionNode> given) :
{
}
{
    <LPAREN> IndexOption(given) ( <COMMA> IndexOption(given) )* <RPAREN>
}

void IndexOption(List<IndexOptionNode> given) :
{
    final SqlIdentifier name;
    final String value;
}
{
    name = SimpleIdentifier() <EQ> value = PlainValue() { given.add(new IndexOptionNode(name, value, getPos())); }
}

/** A text, in whatever quotes; not the digits of a binary string. */
SqlNode CharacterString() :
{
    final SqlNode literal;
}
{
    literal = StringLiteral() { return LiteralFragments.characters(literal); }
}

/** A text, number, truth value or word, as text. */
String PlainValue() :
{
    final SqlNode literal;
    final SqlIdentifier word;
}
{
    literal = CharacterString() { return ((SqlLiteral) literal).getValueAs(String.class); }
|
    literal = NumericLiteral() { return ((SqlLiteral) literal).toValue(); }
|
    ( <TRUE> | <FALSE> | <ON> ) { return token.image; }
|
    word = SimpleIdentifier() { return word.getSimple(); }
}

/** DROP TABLE, INDEX, VIEW, SCHEMA or SEQUENCE. */
SqlNode DropDefinition() :
{
    final Span s;
    boolean ifExists;
    boolean later;
    final SqlIdentifier name;
    boolean cascade = false;
    boolean restrict = false;
}
{
    <DROP> { s = span(); }
    (
        <TABLE> ifExists = IfExists() name = CompoundIdentifier() later = IfExists()
        [ <COMMA> { RefusedForm.SEVERAL_TABLES.refuse(getPos()); } ]
        [ <CASCADE> [ <CONSTRAINTS> ] { cascade = true; } | <RESTRICT> { restrict = true; } ]
        { return DropNode.table(s.end(this), name, ifExists || later, cascade); }
    |
        // The table adds nothing: an index has its name in the schema. DdlUtils and users of MySQL write it.
        <INDEX> [ LOOKAHEAD(1) <CONCURRENTLY> ] ifExists = IfExists() name = CompoundIdentifier() later = IfExists()
        [ <ON> CompoundIdentifier() ]
        { return DropNode.index(s.end(this), name, ifExists || later); }
    |
        <VIEW> ifExists = IfExists() name = CompoundIdentifier() later = IfExists()
        [ <CASCADE> { cascade = true; } | <RESTRICT> { restrict = true; } ]
        { return new DropNode(s.end(this), DropNode.Kind.VIEW, name, ifExists || later, cascade); }
    |
        <SCHEMA> ifExists = IfExists() name = SimpleIdentifier() later = IfExists()
        [ <CASCADE> { cascade = true; } | <RESTRICT> { restrict = true; } ]
        { return new DropNode(s.end(this), DropNode.Kind.SCHEMA, name, ifExists || later, cascade); }
    |
        <SEQUENCE> ifExists = IfExists() name = CompoundIdentifier() later = IfExists()
        { return new DropNode(s.end(this), DropNode.Kind.SEQUENCE, name, ifExists || later, false); }
    )
}

/** TRUNCATE [TABLE] name [CONTINUE IDENTITY | RESTART IDENTITY]. */
SqlNode TruncateTable() :
{
    final Span s;
    final SqlIdentifier name;
    boolean restart = false;
}
{
    <TRUNCATE> { s = span(); } [ <TABLE> ] name = CompoundIdentifier()
    [ <CONTINUE> <IDENTITY> | <RESTART> <IDENTITY> { restart = true; } ]
    { return new TruncateNode(s.end(this), name, restart); }
}
